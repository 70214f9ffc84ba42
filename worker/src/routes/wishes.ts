// What a request for recommendations wants steered, a preset of the person included.
import type { recommendationRequestSchema } from '@trimtab/shared/api.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { findPreset } from '../db/presets.ts';
import { Problem } from '../http/problem.ts';
import type { Ask } from '../recommendations/ask.ts';

type Request = Pick<z.output<typeof recommendationRequestSchema>, 'steering' | 'presetId'>;

interface Wishes extends Pick<Ask, 'steering' | 'never'> {
  /** The preset that was applied. */
  preset?: { id: string; revision: number };
}

const NOTHING_EXCLUDED = { concepts: [], attributes: [] };

/** @throws Problem when the preset is not one of the signed-in person */
export async function wishesOf(c: Context<AppEnv>, { steering, presetId }: Request): Promise<Wishes> {
  const never = steering?.exclude ?? NOTHING_EXCLUDED;
  if (presetId === undefined) return { steering: steeringOf(steering, {}), never };
  const user = await c.var.services.tokens.userOf(c.req.header('authorization'), c.env);
  const preset = await findPreset(c.env.DB, user, presetId);
  if (preset === null) throw new Problem('preset-not-found', `You have no preset ${presetId}.`);
  const { id, revision, concepts } = preset;
  return { steering: steeringOf(steering, concepts), never, preset: { id, revision } };
}

/** What is asked for a concept now replaces what the preset says of it, be it a strength or a target. */
function steeringOf(asked: Request['steering'], saved: Strengths): Ask['steering'] {
  const wishes = Object.entries({ ...saved, ...asked?.concepts });
  const strengths = wishes.filter((wish): wish is [string, number] => typeof wish[1] === 'number');
  const targets = wishes.flatMap(([id, wish]) =>
    typeof wish === 'number' ? [] : [[id, wish.targetShare] as const],
  );
  const method = asked?.method ?? 'add';
  return {
    // `target` says that there are no strengths but a preset's, which are meant for `add`.
    method: method === 'target' ? 'add' : method,
    strengths: Object.fromEntries(strengths),
    targets: Object.fromEntries(targets),
  };
}

/** A model that fails is answered by the popular list; whoever operates it must hear of it. */
export function logFailure(c: Context<AppEnv>, error: unknown): void {
  const { modelVersion } = c.var.servable.manifest;
  const line = { requestId: c.var.requestId, modelVersion, message: String(error) };
  c.var.services.log({ level: 'error', event: 'inference-failed', ...line });
}
