// The document of `trimtab stability`: shares that survive, with intervals, by cell and by way.
import { SURVIVED, survivedShare } from '../lineage/survival.ts';
import type { Survived } from '@trimtab/shared/lineage.ts';
import { z } from 'zod';
import { measuredSchema, type Measured } from './measure-cell.ts';
import type { NightData } from './plan.ts';
import { NIGHTS } from './plan.ts';
import { PRESET_KINDS, type PresetKind } from './presets/draw.ts';
import type { PresetFate } from './presets/fates.ts';
import { BASELINES, type Baseline } from './ways.ts';

export const cellResultSchema = z.object({
  cell: z.string(),
  seconds: z.object({ train: z.number(), autoencoder: z.number(), concepts: z.number() }),
  validationNdcg10: z.number(),
  /** Absent of the first, which is compared with nothing. */
  measured: measuredSchema.optional(),
});

export type CellResult = z.infer<typeof cellResultSchema>;

interface Shares {
  attribute: Survived;
  emergent: Survived;
}

interface CellSummary extends Shares {
  /** Wishes keep their counts by construction while their concept lives, and so are counted apart. */
  presets: Record<PresetKind | 'wishes', Survived>;
  /** Presets whose gain is judged on the same people: without the width that few people give to the interval. */
  pairedPresets: Record<PresetKind, Survived>;
  /** Of the best that any edit of the state reaches: the mean score, and the share that comes to the bound. */
  ceiling: Shares & { mean: number };
  /** Mean score of what was done. */
  mean: number;
}

type Way = Baseline | 'ceiling' | 'last' | 'birth';

const sharesOf = ({ concepts }: Measured, way: Way): Shares => {
  const of = (kind: 'attribute' | 'emergent'): Survived =>
    survivedShare(
      concepts.filter((one) => one.kind === kind).map((one) => ({ survived: hasSurvived(one[way]) })),
    );
  return { attribute: of('attribute'), emergent: of('emergent') };
};

/** A way that cannot bring a concept over has lost it. */
const hasSurvived = (score: number | undefined): boolean => score !== undefined && score >= SURVIVED;

function meanOf({ concepts }: Measured, way: Way): number {
  const scores = concepts.map((one) => one[way]).filter((score) => score !== undefined);
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}

function presetsOf(
  presets: readonly PresetFate[],
  by: 'gain' | 'paired' = 'gain',
): Record<PresetKind, Survived> {
  const isAlive = (one: PresetFate): boolean => one.concepts && one.overlap && one[by];
  const of = (kind: PresetKind): Survived =>
    survivedShare(presets.filter((one) => one.kind === kind).map((one) => ({ survived: isAlive(one) })));
  return Object.fromEntries(PRESET_KINDS.map((kind) => [kind, of(kind)])) as Record<PresetKind, Survived>;
}

/** Presets that the very same model would keep by the interval of its gain alone; of pairs it would keep all. */
const unchanged = ({ presets }: Measured): Record<PresetKind, Survived> =>
  presetsOf(presets.map((one) => ({ ...one, concepts: true, overlap: true, gain: one.steady })));

const summaryOf = (measured: Measured): CellSummary => ({
  ...sharesOf(measured, 'last'),
  presets: {
    ...presetsOf(measured.presets),
    wishes: survivedShare(measured.wishes.map(({ kept }) => ({ survived: kept }))),
  },
  pairedPresets: presetsOf(measured.presets, 'paired'),
  mean: meanOf(measured, 'last'),
  ceiling: { ...sharesOf(measured, 'ceiling'), mean: meanOf(measured, 'ceiling') },
});

/** Each figure of the cells that were run; null of one that was not. */
export function stabilityDocument(results: readonly CellResult[], nights: NightData) {
  const byName = new Map(results.map((result) => [result.cell, result]));
  const names = Array.from({ length: NIGHTS }, (_, i) => i + 1);
  const every = <T>(of: (measured: Measured) => T) => {
    const one = (cell: string): T | null => {
      const measured = byName.get(cell)?.measured;
      return measured === undefined ? null : of(measured);
    };
    return {
      nights: {
        warm: names.map((night) => one(`warm.${night}`)),
        cold: names.map((night) => one(`cold.${night}`)),
      },
      seed: one('seed'),
      width: one('width'),
      architecture: one('architecture'),
    };
  };
  return {
    ...every(summaryOf),
    /** Against birth: what is left after each night of the concepts that it began with. */
    sinceBirth: every((measured) => ({ ...sharesOf(measured, 'birth'), mean: meanOf(measured, 'birth') })),
    baselines: {
      ...Object.fromEntries(
        BASELINES.map((way) => [
          way,
          every((measured) => ({ ...sharesOf(measured, way), mean: meanOf(measured, way) })),
        ]),
      ),
      /** Presets as boosts of labelled items: it has no concepts that could be lost. */
      boost: every(({ boosted }) => ({
        presets: presetsOf(boosted),
        pairedPresets: presetsOf(boosted, 'paired'),
      })),
      unchanged: every((measured) => ({ presets: unchanged(measured) })),
    },
    pwMcc: every(({ pwMcc }) => pwMcc),
    returning: nights.returning,
    trainingSeconds: Object.fromEntries(results.map(({ cell, seconds }) => [cell, seconds])),
    validationNdcg10: Object.fromEntries(results.map((one) => [one.cell, one.validationNdcg10])),
  };
}

const share = ({ survived, concepts }: Survived): string =>
  concepts === 0 ? '-' : `${Math.round(survived * concepts)}/${concepts}`;

/** A line a cell, for people. */
export function stabilityTable(results: readonly CellResult[]): string[] {
  return results.flatMap(({ cell, measured, seconds, validationNdcg10 }) => {
    const head = `${cell.padEnd(13)} train ${seconds.train.toFixed(0)} s, NDCG@10 ${validationNdcg10.toFixed(4)}`;
    if (measured === undefined) return [head];
    const { attribute, emergent, presets, pairedPresets, ceiling, mean } = summaryOf(measured);
    const told = (fates: Record<string, Survived>): string =>
      Object.entries(fates)
        .map(([kind, one]) => `${kind} ${share(one)}`)
        .join(', ');
    return [
      `${head}; survive: attribute ${share(attribute)}, emergent ${share(emergent)}, mean score ${mean.toFixed(3)}; ` +
        `at best ${share(ceiling.attribute)}, ${share(ceiling.emergent)}, ${ceiling.mean.toFixed(3)}; presets: ${told(presets)}; by the same people: ${told(pairedPresets)}`,
      ...BASELINES.map((way) => {
        const shares = sharesOf(measured, way);
        const average = meanOf(measured, way).toFixed(3);
        return `  ${way.padEnd(11)} ${share(shares.attribute)}, ${share(shares.emergent)}, ${average}`;
      }),
      `  ${'boost'.padEnd(11)} presets: ${told(presetsOf(measured.boosted))}; by the same people: ${told(presetsOf(measured.boosted, 'paired'))}`,
      `  ${'unchanged'.padEnd(11)} presets: ${told(unchanged(measured))}`,
    ];
  });
}
