// What a person has chosen for good, as it holds now: in the database, and by the mark that outlives a restore of it.
import type { Preferences } from '@trimtab/shared/me.ts';
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { findPreferences } from '../db/preferences.ts';
import { isObjecting, markNameOf } from '../events/marks.ts';
import { within } from '../within.ts';

/** So long a mark is waited for; then what the database says holds. */
const MARK_LIMIT_MS = 2000;

/** Profiling is off where either says so: a restored database may have forgotten it. @throws an error of D1 */
export async function choicesOf(c: Context<AppEnv>, owner: string): Promise<Preferences> {
  const [saved, objects] = await Promise.all([findPreferences(c.var.database, owner), objectsTo(c, owner)]);
  return objects ? { ...saved, profiling: false } : saved;
}

async function objectsTo(c: Context<AppEnv>, owner: string): Promise<boolean> {
  try {
    const person = await markNameOf(owner, c.env.EVENTS_SECRET);
    return await within(MARK_LIMIT_MS, isObjecting(c.env.EVENTS, person), () => new Error('no answer'));
  } catch (error) {
    c.var.services.log({ level: 'error', event: 'objections-unread', message: String(error) });
    return false;
  }
}
