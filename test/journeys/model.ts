// Journeys of people who look into the model, and decide what is held about them.
import { readFile } from 'node:fs/promises';
import type { PersonExport } from '@trimtab/shared/me.ts';
import { expect, test } from 'vitest';
import { PATIENCE, tokenOf, visit, type Site } from './site.ts';

const preferencesOf = async (site: Site, token: string): Promise<unknown> => {
  const answer = await fetch(`${site.url}/v1/me/preferences`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.json();
};

export function modelJourneys(siteNow: () => Site): void {
  test('the model says how good it is in plain words, and what is held about whom', async () => {
    const site = siteNow();
    const { page, failures, close } = await visit(site, { path: '/model' });
    const headline = page.locator('.headline');
    await headline.waitFor(PATIENCE);
    expect(await headline.innerText()).toMatch(
      /^Of 100 people, the next title is among our ten for \d+ \(95%: \d+ to \d+\); popularity alone has \d+/,
    );
    await page.getByText('Nothing is held about people who are not signed in.').waitFor(PATIENCE);
    await page.getByRole('link', { name: 'All concepts, with what each does and costs' }).click();
    await page.getByRole('heading', { name: 'Concepts', level: 1 }).waitFor(PATIENCE);
    expect(failures).toEqual([]);
    await close();
  });

  test('a person chooses against profiling, and the service holds to it until they change it', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'unprofiled');
    const { page, close } = await visit(site, { path: '/model', token });
    const choice = (name: string) => page.getByRole('radio', { name, exact: true });
    await expect.poll(() => choice('Profile me').isChecked(), PATIENCE).toBe(true);
    await choice('Do not profile me').check();
    await page.getByText('You are not profiled any more.').waitFor({ ...PATIENCE, state: 'attached' });
    expect(await preferencesOf(site, token)).toEqual({
      profiling: false,
      defaultPresetId: null,
      nextDefaultPresetId: null,
    });
    await page.reload();
    await expect.poll(() => choice('Do not profile me').isChecked(), PATIENCE).toBe(true);
    await close();
  });

  test('a person takes along all that is held, has it erased, and is told what stays', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'leaving');
    const { page, close } = await visit(site, { path: '/model', token });
    const saved = await fetch(`${site.url}/v1/presets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'To be erased', concepts: { [site.concepts[0]?.id ?? '']: 1 } }),
    });
    expect(saved.status).toBe(201);
    await page.getByRole('radio', { name: 'Do not profile me' }).check();
    await page.getByText('You are not profiled any more.').waitFor({ ...PATIENCE, state: 'attached' });
    const download = page.waitForEvent('download', PATIENCE);
    await page.getByRole('button', { name: 'Take a copy along' }).click();
    const held = JSON.parse(await readFile(await (await download).path(), 'utf8')) as PersonExport;
    expect(held.presets.map(({ name }) => name)).toEqual(['To be erased']);
    expect(held.preferences.profiling).toBe(false);
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('dialog').waitFor({ ...PATIENCE, state: 'detached' });
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Erase everything' }).click();
    const still = page.locator('.held');
    await expect.poll(() => still.innerText(), PATIENCE).toMatch(/It is held until \d+ \w+ 20\d\d\./);
    expect(await still.innerText()).toContain('may have been trained on your events');
    await expect
      .poll(() => page.getByRole('radio', { name: 'Profile me', exact: true }).isChecked(), PATIENCE)
      .toBe(true);
    await page.getByRole('link', { name: 'Presets', exact: true }).click();
    await page.getByText('Nothing is kept yet.').waitFor(PATIENCE);
    await close();
  });
}
