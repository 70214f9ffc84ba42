// What the service says of itself before anybody has signed in: asked once.
import type { PageSettings } from '../../../src/auth/page-sign-in.ts';

export type { PageSettings };

let asked: Promise<PageSettings> | null = null;

/** @throws TypeError when the server cannot be reached; the next call asks again */
export function pageSettings(): Promise<PageSettings> {
  asked ??= read().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function read(): Promise<PageSettings> {
  const answer = await fetch('/studio.json');
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()) as PageSettings;
}
