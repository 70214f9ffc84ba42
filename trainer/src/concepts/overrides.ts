// concepts.overrides.json: what an operator has decided about concepts. Ids outlive retraining, and so do decisions.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { WeightedLatent } from '@trimtab/shared/concepts.ts';
import type { Candidate } from './candidate.ts';

const overrideSchema = z.strictObject({
  /** Looked at and found good: kept though it doubles another. */
  approve: z.literal(true).optional(),
  /** Never becomes a concept. */
  hide: z.literal(true).optional(),
  /** The name that people see. */
  label: z.string().trim().min(1).max(200).optional(),
  /** What people call it in their own words: texts that ask for it are understood by them, before everyday words. */
  words: z.array(z.string().trim().min(1).max(100)).max(100).optional(),
  /** The id of a concept that takes over its latents, and the items of an emergent one. */
  mergeInto: z.string().min(3).max(100).optional(),
});

/** By concept id. */
const overridesSchema = z.record(z.string().min(3).max(100), overrideSchema);

export type Overrides = z.infer<typeof overridesSchema>;

export class OverridesError extends Error {
  override name = 'OverridesError';
}

/** @throws OverridesError that names the file, and the place in it where one is wrong */
export async function readOverrides(path: string | undefined): Promise<Overrides> {
  if (path === undefined) return {};
  const parsed = overridesSchema.safeParse(parseJson(path, await readText(path)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new OverridesError(
    [
      `${path}: these decisions about concepts do not fit (docs/steering.md says what they may be)`,
      ...problems,
    ].join('\n'),
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new OverridesError(
      `${path}: concepts.overrides names this file, and it cannot be read: write {} to it, or leave the setting out`,
      { cause },
    );
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OverridesError(`${path}: this is not JSON: ${String(cause)}`, { cause });
  }
}

/** Most latents a concept may have. */
const LATENTS = 10;

/**
 * Candidates as the operator wants them. What names no candidate is reported: the data may lack it this time.
 *
 * @param report called once for each decision that could not be followed
 */
export function withOverrides(
  candidates: readonly Candidate[],
  overrides: Overrides,
  report: (line: string) => void,
): Candidate[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, { ...candidate }]));
  for (const [id, { hide, label, words, mergeInto }] of Object.entries(overrides)) {
    const candidate = byId.get(id);
    if (candidate === undefined) {
      report(`concepts.overrides: there is no concept ${id} this time`);
      continue;
    }
    if (label !== undefined) candidate.label = label;
    if (words !== undefined) candidate.words = words;
    if (hide === true) byId.delete(id);
    else if (mergeInto !== undefined) mergeCandidate(byId, candidate, mergeInto, report);
  }
  return [...byId.values()];
}

function mergeCandidate(
  byId: Map<string, Candidate>,
  candidate: Candidate,
  into: string,
  report: (line: string) => void,
): void {
  const target = byId.get(into);
  if (target === undefined || target === candidate) {
    report(`concepts.overrides: ${candidate.id} cannot be merged into ${into}, which is no other concept`);
    return;
  }
  byId.delete(candidate.id);
  target.latents = mergedLatents(target.latents, candidate.latents);
  if (target.kind === 'emergent') {
    target.exposedItems = [...new Set([...target.exposedItems, ...candidate.exposedItems])];
  }
}

/** Weights and readings summed by latent, the heaviest ten. */
function mergedLatents(a: readonly WeightedLatent[], b: readonly WeightedLatent[]): WeightedLatent[] {
  const merged = new Map<number, WeightedLatent>();
  for (const { index, weight, reading = weight } of [...a, ...b]) {
    const before = merged.get(index) ?? { weight: 0, reading: 0 };
    merged.set(index, { index, weight: before.weight + weight, reading: (before.reading ?? 0) + reading });
  }
  return [...merged.values()]
    .sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight) || x.index - y.index)
    .slice(0, LATENTS);
}
