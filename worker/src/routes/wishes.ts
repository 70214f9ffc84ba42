// What a request for recommendations wants, with what the person whom it speaks for has chosen: presets and profiling.
import type { recommendationRequestSchema } from '@trimtab/shared/api.ts';
import { NO_PREFERENCES, type Preferences } from '@trimtab/shared/me.ts';
import { apart, hasFewListWishes, MOST_LIST_WISHES, type Wishes as Asked } from '@trimtab/shared/wishes.ts';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { personOf } from '../auth/person-of.ts';
import { findPreset, wishesIn } from '../db/presets.ts';
import type { PresetRow } from '../db/schema.ts';
import type { Ask } from '../recommendations/ask.ts';
import { choicesOf } from '../people/choices.ts';
import { idleConcepts } from '../presets/fates.ts';
import { ownPreset } from '../presets/change-preset.ts';
import { Problem } from '../problem.ts';

type Request = Pick<z.output<typeof recommendationRequestSchema>, 'steering' | 'presetId' | 'profiling'>;

interface Wishes extends Pick<Ask, 'steering' | 'wishes' | 'never' | 'profiling'> {
  /** The preset that was applied. */
  preset?: { id: string; revision: number; idle?: string[] };
  /** Whether a person's choices could not be read. */
  degraded: boolean;
}

const NOTHING_EXCLUDED = { concepts: [], attributes: [] };

/**
 * What the request says, and what the person whom it speaks for has chosen for good.
 *
 * @throws Problem when the person is not known, or the preset is not theirs
 */
export async function wishesOf(c: Context<AppEnv>, request: Request): Promise<Wishes> {
  const { steering, presetId } = request;
  const person = presetId !== undefined || speaksForSomebody(c) ? await personOf(c) : null;
  const { profiling, defaultPresetId, degraded } = await choicesIfRead(c, person);
  const byDefault = presetId === undefined && steering === undefined ? defaultPresetId : null;
  const preset = person === null ? null : await presetOf(c, person, presetId, byDefault);
  return {
    ...askedOf(steering, preset === null ? {} : wishesIn(preset)),
    never: steering?.exclude ?? NOTHING_EXCLUDED,
    profiling: request.profiling && profiling,
    degraded,
    ...(preset && { preset: { id: preset.id, revision: preset.revision, ...idleOf(c, preset, steering) } }),
  };
}

/** Concepts of the preset that did nothing; what the request itself says of a concept stands in for the preset. */
function idleOf(c: Context<AppEnv>, preset: PresetRow, steering: Request['steering']): { idle?: string[] } {
  const saved = Object.entries(wishesIn(preset)).filter(
    ([id]) => !Object.hasOwn(steering?.concepts ?? {}, id),
  );
  const idle = idleConcepts(c.var.servable, Object.fromEntries(saved));
  return idle.length === 0 ? {} : { idle };
}

/**
 * The preset that is asked for, or the one chosen for good. That one may have been deleted since the choice was read: a
 * request that names none then has none.
 */
async function presetOf(
  c: Context<AppEnv>,
  person: string,
  asked: string | undefined,
  byDefault: string | null,
): Promise<PresetRow | null> {
  if (asked !== undefined) return ownPreset(c.var.database, person, asked);
  return byDefault === null ? null : findPreset(c.var.database, person, byDefault);
}

/** A token, or an app that may name a person and does. */
const speaksForSomebody = ({ req, var: { app } }: Context<AppEnv>): boolean =>
  req.header('authorization') !== undefined ||
  (app?.kind === 'secret' && req.header('x-person') !== undefined);

/** A choice that cannot be read may be one against profiling: then the history is not looked at. */
async function choicesIfRead(
  c: Context<AppEnv>,
  person: string | null,
): Promise<Preferences & { degraded: boolean }> {
  if (person === null) return { ...NO_PREFERENCES, degraded: false };
  try {
    return { ...(await choicesOf(c, person)), degraded: false };
  } catch (error) {
    const line = { requestId: c.var.requestId, message: String(error) };
    c.var.services.log({ level: 'error', event: 'choices-unread', ...line });
    return { ...NO_PREFERENCES, profiling: false, degraded: true };
  }
}

/**
 * What is asked for a concept now replaces what the preset says of it, whatever kind of wish either is.
 *
 * @throws Problem `invalid-request` when both together have more wishes than a list can keep
 */
function askedOf(asked: Request['steering'], saved: Asked): Pick<Ask, 'steering' | 'wishes'> {
  const all = { ...saved, ...asked?.concepts };
  if (!hasFewListWishes(all)) throw tooManyWishes();
  const { strengths, wishes } = apart(all);
  const method = asked?.method ?? 'add';
  // `target` says that there are no strengths but a preset's, which are meant for `add`.
  return { steering: { method: method === 'target' ? 'add' : method, strengths }, wishes };
}

function tooManyWishes(): Problem {
  const expected = `at most ${MOST_LIST_WISHES} wishes other than strengths, those of the preset included`;
  const message = 'too many together with those of the preset';
  return new Problem('invalid-request', `Ask for ${expected}.`, {
    errors: [{ path: 'body.steering.concepts', expected, message }],
  });
}

/** A model that fails is answered by the popular list; whoever operates it must hear of it. */
export function logFailure(c: Context<AppEnv>, error: unknown): void {
  const { modelVersion } = c.var.servable.manifest;
  const line = { requestId: c.var.requestId, modelVersion, message: String(error) };
  c.var.services.log({ level: 'error', event: 'inference-failed', ...line });
}
