// The settings that a sweep tries: every combination of the values given, each once.
import { z } from 'zod';
import { canonicalJson } from '../files/hash.ts';
import { kindReads, kindsThatRead } from '../config/autoencoder-kinds.ts';
import type { AutoencoderSettings } from '../config/schema.ts';
import { autoencoderSettingsSchema } from '../config/schema.ts';

export class SweepError extends Error {
  override name = 'SweepError';
}

/**
 * @param base the run's own settings, which hold where nothing varies
 * @param vary `key=value,value,…` a setting of the autoencoder
 * @returns cells of one hook together, so that activations are harvested once a hook
 * @throws SweepError that names the setting that is unknown or does not fit
 */
export function sweepCells(base: AutoencoderSettings, vary: readonly string[]): AutoencoderSettings[] {
  const axes = vary.map(axisOf);
  const combinations = axes.reduce<Record<string, unknown>[]>(
    (cells, { key, values }) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [key]: value }))),
    [{}],
  );
  const cells = combinations.map((changes) =>
    withoutIdle(base, parse(forKind({ ...base, ...changes }), changes)),
  );
  const distinct = [...new Map(cells.map((cell) => [canonicalJson(cell), cell])).values()];
  const hooks = [...new Set(distinct.map(({ hook }) => hook))];
  return distinct.sort((a, b) => hooks.indexOf(a.hook) - hooks.indexOf(b.hook));
}

function axisOf(text: string): { key: string; values: unknown[] } {
  const [key = '', list = ''] = text.split('=');
  const values = list.split(',').filter((value) => value !== '');
  if (key === '' || values.length === 0) {
    throw new SweepError(`--vary ${text}: expected key=value,value such as k=8,16`);
  }
  return { key, values: values.map(valueOf) };
}

function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}

function parse(settings: unknown, changes: object): AutoencoderSettings {
  const parsed = autoencoderSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new SweepError(`--vary ${JSON.stringify(changes)}: ${z.prettifyError(parsed.error)}`);
}

/** Kinds that do not refine their codes are tried without. */
const forKind = (settings: Record<string, unknown>): Record<string, unknown> =>
  kindsThatRead('refined').some((kind) => kind === settings['kind'])
    ? settings
    : { ...settings, refined: false };

/** A kind's cells differ only in what it reads. */
function withoutIdle(base: AutoencoderSettings, cell: AutoencoderSettings): AutoencoderSettings {
  const { k, l1Weight } = base;
  return {
    ...cell,
    ...(!kindReads(cell.kind, 'k') && { k }),
    ...(!kindReads(cell.kind, 'l1Weight') && { l1Weight }),
  };
}
