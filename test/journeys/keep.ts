// Journeys of people who keep what they set: sign in, save, change in two tabs, share, delete.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { fragmentOf, PATIENCE, press, settled, titles, tokenOf, visit, type Site } from './site.ts';

const nameField = 'Name to save it under';

/** The history, with one wish set. */
const wished = (site: Site): string => fragmentOf(site, `${site.concepts[0]?.id}~never`);

/** The place of the preset that was just saved, once it is there: until then the fields are those of the page before. */
async function openSaved(page: Page, name: string): Promise<void> {
  await page.locator('[data-preset] a').click();
  await page.getByRole('heading', { name, level: 1 }).waitFor(PATIENCE);
}

export function keepJourneys(siteNow: () => Site): void {
  test('a person signs in at the issuer, the name they typed waits for them, and two clicks save once', async () => {
    const site = siteNow();
    const { page, failures, close } = await visit(site, { fragment: wished(site) });
    await settled(page);
    const address = page.url();
    await page.getByLabel(nameField).fill('Friday');
    await page.locator('.save-bar').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in to the demo' }).waitFor(PATIENCE);
    await page.getByLabel('Name').fill(`grace ${randomUUID()}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await settled(page);
    expect(page.url()).toBe(address);
    expect(await page.getByLabel(nameField).inputValue()).toBe('Friday');
    await page.getByRole('button', { name: 'Save' }).dblclick();
    await page.locator('[data-preset]').waitFor(PATIENCE);
    await page.getByRole('link', { name: 'Presets', exact: true }).click();
    await page.locator('.preset').first().waitFor(PATIENCE);
    expect(await page.locator('.preset a').allInnerTexts()).toEqual(['Friday']);
    expect(failures).toEqual([]);
    await close();
  });

  test('two tabs that change one preset are shown both versions, and the person chooses', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'two tabs');
    const [first, second] = site.concepts;
    if (first === undefined || second === undefined) throw new Error('the model lacks two concepts');
    const one = await visit(site, { token, fragment: wished(site) });
    await settled(one.page);
    await one.page.getByLabel(nameField).fill('Both');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await one.page.locator('[data-preset]').waitFor(PATIENCE);
    const other = await visit(site, { token, fragment: new URL(one.page.url()).hash });
    await other.page.locator('[data-preset]').waitFor(PATIENCE);
    for (const { page } of [one, other]) await page.getByLabel('Find a concept').fill(second.label);
    await press(one.page, 'Never', second);
    await one.page.getByRole('button', { name: 'Save the changes' }).click();
    await one.page.getByText('as it is saved').waitFor(PATIENCE);
    await other.page.getByLabel('Find a concept').fill('');
    await other.page.getByRole('button', { name: `Take back: ${first.label}` }).click();
    await other.page.getByRole('button', { name: 'Save the changes' }).click();
    const dialog = other.page.getByRole('dialog');
    await dialog.getByText(`${second.label}: never`).waitFor(PATIENCE);
    expect(await dialog.locator('section').first().innerText()).toContain('It steers nothing.');
    await dialog.getByRole('button', { name: 'Take the saved one' }).click();
    await expect.poll(() => other.page.url(), PATIENCE).toContain(`${second.id}~never`);
    await Promise.all([one.close(), other.close()]);
  });

  test('a link shows a preset to somebody else until it is ended', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'sharer');
    const { page, close } = await visit(site, { token, fragment: wished(site) });
    await page.getByLabel(nameField).fill('To be shared');
    await page.getByRole('button', { name: 'Save' }).click();
    await openSaved(page, 'To be shared');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const address = await page.getByLabel('The link, shown this once').inputValue();
    const path = new URL(address).pathname;
    const reader = await visit(site, { path, token: await tokenOf(site, 'reader') });
    await reader.page.getByText(`${site.concepts[0]?.label}: never`).waitFor(PATIENCE);
    await reader.page.getByRole('button', { name: 'Copy to mine' }).click();
    await reader.page.getByRole('heading', { name: 'To be shared' }).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'End the link' }).click();
    await page.getByRole('button', { name: 'Make a link', exact: true }).waitFor(PATIENCE);
    await reader.page.goto(address);
    await expect
      .poll(() => reader.page.getByRole('heading', { level: 1 }).innerText(), PATIENCE)
      .toBe('This link leads nowhere');
    await Promise.all([close(), reader.close()]);
  });

  test('a preset is renamed, taken back to what it was, deleted, and had back', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'changer');
    const { page, close } = await visit(site, { token, fragment: wished(site) });
    await page.getByLabel(nameField).fill('Before');
    await page.getByRole('button', { name: 'Save' }).click();
    await openSaved(page, 'Before');
    await page.getByRole('textbox', { name: /^Name/ }).fill('After');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('renamed from “Before” to “After”').waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Go back to it: revision 1' }).click();
    await page.getByRole('heading', { name: 'Before' }).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.locator('.preset a').allInnerTexts(), PATIENCE).toEqual(['Before']);
    await close();
  });

  test('what holds for a day steers lists everywhere, then the former default does, and visits begin with it', async () => {
    const site = siteNow();
    const token = await tokenOf(site, 'for a day');
    const [concept] = site.concepts;
    const { page, close } = await visit(site, { token, fragment: wished(site) });
    const keep = async (name: string, howLong: string): Promise<void> => {
      await page.getByLabel('For how long').selectOption(howLong);
      await page.getByLabel(nameField).fill(name);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('[data-preset] a', { hasText: name }).waitFor(PATIENCE);
    };
    await page.getByLabel('For how long').selectOption('This visit');
    await page.getByText('Nothing is saved.').waitFor(PATIENCE);
    expect(await page.getByLabel(nameField).count()).toBe(0);
    await keep('Calm evenings', 'Until I change it, everywhere');
    await keep('Party', '1 day, everywhere');
    const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('preset');
    const anywhere = await fetch(`${site.url}/v1/recommendations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ history: [] }),
    });
    expect(((await anywhere.json()) as { preset?: { id: string } }).preset?.id).toBe(id);
    const next = await visit(site, { token, fragment: fragmentOf(site, '') });
    await next.page.getByText(`${concept?.label}: never`).first().waitFor(PATIENCE);
    await next.page.getByRole('link', { name: 'Presets', exact: true }).click();
    await next.page.getByText('steers by default').waitFor(PATIENCE);
    expect(await next.page.locator('.preset .badge').allInnerTexts()).toEqual([
      expect.stringMatching(/steers by default until \w+day.*, then “Calm evenings” again$/),
    ]);
    await Promise.all([close(), next.close()]);
  });

  test('a token that has expired gives way to the anonymous list at once, and what was typed stays', async () => {
    const site = siteNow();
    const fragment = wished(site);
    const anybody = await visit(site, { fragment });
    await settled(anybody.page);
    const token = await tokenOf(site, 'late', -600);
    const { page, close } = await visit(site, { token, fragment });
    await page.getByText('Your sign-in has ended').first().waitFor(PATIENCE);
    await settled(page);
    expect(await titles(page)).toEqual(await titles(anybody.page));
    await page.getByLabel(nameField).fill('Kept');
    await page.reload();
    expect(await page.getByLabel(nameField).inputValue()).toBe('Kept');
    await Promise.all([close(), anybody.close()]);
  });
}
