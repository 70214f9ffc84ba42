// What journeys through the page need: where it is served, who can sign in, and a page that tells of everything that fails.
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Concept } from '@trimtab/shared/concepts.ts';
import type { SignIn } from '../../demo/sign-in.ts';

export interface Site {
  url: string;
  signIn: SignIn;
  browser: Browser;
  /** A person's items, with the titles that find them. */
  history: readonly { id: string; title: string }[];
  /** Those that an attribute names, strongest first. */
  concepts: readonly Concept[];
  server: {
    stop(): Promise<void>;
    start(): Promise<void>;
    /** Another model takes the place of this one, which lacks a concept. @returns its version */
    retrain(without: string): Promise<string>;
  };
}

/** A person whom nobody was before, so that a second attempt finds nothing that the first one left. */
export const tokenOf = (site: Site, name: string, seconds?: number): Promise<string> =>
  site.signIn.tokenOf(`${name} ${randomUUID()}`, seconds);

/** A busy machine may take its time. */
export const PATIENCE = { timeout: 30_000 };

export interface Visit {
  page: Page;
  /** Errors of scripts and of the content policy, so far. */
  failures: string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Who is signed in by a token. */
  token?: string;
  /** Of the address, with its `#`. */
  fragment?: string;
  path?: string;
}

/** Somebody opens the page in a browser of their own. */
export async function visit(
  { browser, url }: Site,
  { token, fragment = '', path = '/', ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) failures.push(message.text());
  });
  if (token !== undefined) await page.addInitScript(keepToken, token);
  await page.goto(url + path + fragment);
  return { page, failures, close: () => context.close() };
}

/** Once for a tab: a token that the page gives up stays given up. */
function keepToken(token: string): void {
  if (sessionStorage.getItem('test.token') !== null) return;
  sessionStorage.setItem('test.token', 'given');
  sessionStorage.setItem('trimtab.token', token);
}

export const fragmentOf = (site: Site, wishes: string): string =>
  `#history=${site.history.map(({ id }) => id).join(',')}${wishes === '' ? '' : `&wishes=${wishes}`}`;

/** Titles of the list that is shown. */
export const titles = (page: Page, list = 'Your list'): Promise<string[]> =>
  page.getByRole('list', { name: list }).locator('.title').allTextContents();

/** What the control of a concept says. */
export const stateOf = (page: Page, concept: Pick<Concept, 'id'>): Promise<string> =>
  page.locator(`[data-concept="${concept.id}"] .wish-state`).innerText();

export async function press(
  page: Page,
  what: 'Fewer' | 'More' | 'Never',
  { label }: Pick<Concept, 'label'>,
): Promise<void> {
  await page.getByRole('button', { name: `${what}: ${label}`, exact: true }).click();
}

/** The list answers what is set. */
export async function settled(page: Page): Promise<void> {
  await page.locator('section.list[aria-busy=false] .row-item').first().waitFor(PATIENCE);
}
