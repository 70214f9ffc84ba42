// Journeys of people who steer: search, wish, take back, come again, hand on.
import { expect, test } from 'vitest';
import { fragmentOf, PATIENCE, press, settled, stateOf, titles, visit, type Site } from './site.ts';

export function steerJourneys(siteNow: () => Site): void {
  test('an empty history is steered too, and a wish says what it became', async () => {
    const site = siteNow();
    const [concept] = site.concepts;
    if (concept === undefined) throw new Error('the model has no attribute concept');
    const { page, failures, close } = await visit(site);
    await settled(page);
    const base = await titles(page);
    await press(page, 'More', concept);
    await expect.poll(() => stateOf(page, concept), PATIENCE).toMatch(/^\d+ of 10, today \d+$/);
    const [, came = '', today = ''] = /^(\d+) of 10, today (\d+)$/.exec(await stateOf(page, concept)) ?? [];
    expect(Number(came)).toBe(Number(today) + 1);
    expect(await titles(page)).not.toEqual(base);
    expect(await page.locator(`[data-concept="${concept.id}"] .wish-cost`).innerText()).toMatch(
      /^keeps (all|\d+ of 100) of what the list is worth$/,
    );
    await page.getByLabel('Beside the unsteered').check();
    expect(await titles(page, 'Unsteered list')).toEqual(base);
    expect(failures).toEqual([]);
    await close();
  });

  test('a wish that cannot be kept says why', async () => {
    const site = siteNow();
    const [first, second] = site.concepts.filter(
      ({ kind, id }) => kind === 'attribute' && id.startsWith('era:'),
    );
    if (first === undefined || second === undefined) throw new Error('the model lacks two decades');
    const { page, close } = await visit(site, {
      fragment: fragmentOf(site, `${first.id}~10of10,${second.id}~10of10`),
    });
    await page.getByLabel('Find a concept').fill(second.label);
    await expect
      .poll(() => stateOf(page, second), PATIENCE)
      .toMatch(/not 10 of 10: another wish stands against it/);
    await close();
  });

  test('the address holds all of it: reload, Back, undo, redo, and a link for somebody else', async () => {
    const site = siteNow();
    const [concept] = site.concepts;
    if (concept === undefined) throw new Error('the model has no attribute concept');
    const { page, close } = await visit(site, { fragment: fragmentOf(site, '') });
    await settled(page);
    const base = await titles(page);
    await press(page, 'Never', concept);
    await expect.poll(() => page.url(), PATIENCE).toContain(`wishes=${concept.id}~never`);
    await settled(page);
    const steered = await titles(page);
    await page.reload();
    await settled(page);
    expect(await titles(page)).toEqual(steered);
    await page.goBack();
    await expect.poll(() => titles(page), PATIENCE).toEqual(base);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect.poll(() => titles(page), PATIENCE).toEqual(steered);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => titles(page), PATIENCE).toEqual(base);
    const other = await visit(site, { fragment: fragmentOf(site, `${concept.id}~never`) });
    await settled(other.page);
    expect(await titles(other.page)).toEqual(steered);
    expect(await other.page.locator('.summary').innerText()).toContain(`${concept.label}: never`);
    await Promise.all([close(), other.close()]);
  });

  test('an item says why it is there, and what a person says of it counts', async () => {
    const site = siteNow();
    const { page, close } = await visit(site, { fragment: fragmentOf(site, '') });
    await settled(page);
    const [first = '', second = ''] = await titles(page);
    const menu = (title: string) =>
      page.getByRole('button', { name: `What to do with ${title}`, exact: true });
    await menu(first).click();
    await page.getByRole('menuitem', { name: 'Why is it here?' }).click();
    await expect
      .poll(() => page.locator('.why > p').innerText(), PATIENCE)
      .toContain(`${first} is here because`);
    await menu(first).click();
    await page.getByRole('menuitem', { name: 'Never show it' }).click();
    await expect.poll(() => titles(page), PATIENCE).not.toContain(first);
    await menu(second).click();
    await page.getByRole('menuitem', { name: 'I have seen it' }).click();
    await expect.poll(() => titles(page, 'Titles you start from, newest first'), PATIENCE).toContain(second);
    await expect.poll(() => titles(page), PATIENCE).not.toContain(second);
    await close();
  });

  test('words become wishes, and those that mean nothing here are named', async () => {
    const site = siteNow();
    const { page, close } = await visit(site);
    await settled(page);
    await page.getByLabel('Say it in words').fill('comedies, not scary, xyzzy');
    await page.keyboard.press('Enter');
    await page.locator('.understood .chip').first().waitFor(PATIENCE);
    expect(page.url()).toContain('genre:comedy~more');
    expect(page.url()).toContain('genre:horror~');
    await close();
  });

  test('a table is read, its known items are added in the order of their times, and others are named', async () => {
    const site = siteNow();
    const { page, close } = await visit(site);
    await settled(page);
    const [a, b] = site.history;
    await page.getByRole('button', { name: 'Paste or load' }).click();
    await page
      .getByRole('textbox', { name: /Ids, one a line/ })
      .fill(`user,movieId,timestamp\n1,${a?.id},200\n1,nothing-here,150\n1,${b?.id},100\n`);
    await page.getByRole('button', { name: 'Look them up' }).click();
    await expect
      .poll(() => page.locator('dialog .note').innerText(), PATIENCE)
      .toBe('2 titles of this catalogue; not in it: nothing-here (1).');
    await page.getByRole('button', { name: 'Add 2' }).click();
    await expect.poll(() => page.url(), PATIENCE).toContain(`history=${b?.id},${a?.id}`);
    await close();
  });
}
