// What a request for recommendations wants steered, a preset of the person included.
import type { recommendationRequestSchema } from '@trimtab/shared/api.ts';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from '../app-env.ts';
import { findPreset } from '../db/presets.ts';
import { Problem } from '../http/problem.ts';
import type { Ask } from '../recommendations/ask.ts';

type Request = Pick<z.output<typeof recommendationRequestSchema>, 'steering' | 'presetId'>;

interface Wishes extends Pick<Ask, 'strengths' | 'never'> {
  /** The preset that was applied. */
  preset?: { id: string; revision: number };
}

const NOTHING_EXCLUDED = { concepts: [], attributes: [] };

/** @throws Problem when the preset is not one of the signed-in person */
export async function wishesOf(c: Context<AppEnv>, { steering, presetId }: Request): Promise<Wishes> {
  const own = { strengths: steering?.concepts ?? {}, never: steering?.exclude ?? NOTHING_EXCLUDED };
  if (presetId === undefined) return own;
  const user = await c.var.services.tokens.userOf(c.req.header('authorization'), c.env);
  const preset = await findPreset(c.env.DB, user, presetId);
  if (preset === null) throw new Problem('preset-not-found', `You have no preset ${presetId}.`);
  const { id, revision, concepts } = preset;
  return { ...own, strengths: { ...concepts, ...own.strengths }, preset: { id, revision } };
}

/** A model that fails is answered by the popular list; whoever operates it must hear of it. */
export function logFailure(c: Context<AppEnv>, error: unknown): void {
  const { modelVersion } = c.var.servable.manifest;
  const line = { requestId: c.var.requestId, modelVersion, message: String(error) };
  c.var.services.log({ level: 'error', event: 'inference-failed', ...line });
}
