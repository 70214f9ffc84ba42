// `trimtab gate`: every rule on a candidate, against the version that serves. Nothing that serves is touched.
import type { GateReport, GateRule } from '@trimtab/shared/gates.ts';
import type { PresetWishes, Survival } from '@trimtab/shared/survival.ts';
import type { Dataset } from '../data/dataset.ts';
import { proveArtifact } from '../publish/prove-artifact.ts';
import type { Bounds } from './bounds.ts';
import { catalogueGate } from './catalogue-gate.ts';
import { conceptGate } from './concept-gate.ts';
import { metricGate } from './metric-gate.ts';
import { conceptsUsed } from './presets-in-use.ts';
import { rankingGate } from './ranking-gate.ts';
import { atMost } from './rule.ts';
import { tablesOf, withSide, type Side, type Tables, type VersionFiles } from './side.ts';
import { survivalGate } from './survival-gate.ts';
import { targetsOf } from './targets.ts';

export interface GateOptions {
  candidate: VersionFiles;
  /** Null where nothing serves yet: rules that compare are left out. */
  against: VersionFiles | null;
  /** The candidate's data, whose test targets both versions rank. */
  data: Dataset;
  seed: number;
  bounds: Bounds;
  survival: Survival | null;
  /** Null where nothing is known of presets. */
  presets: PresetWishes | null;
  /** Rules of the built Worker; absent where they are not asked for. */
  runtime?: (candidate: VersionFiles, against: VersionFiles | null, side: Side) => Promise<GateRule[]>;
  say?: (line: string) => void;
}

export async function gate(options: GateOptions): Promise<GateReport> {
  const { candidate, against } = options;
  const rules = await rulesOf(options);
  return {
    candidate: candidate.manifest.modelVersion,
    against: against?.manifest.modelVersion ?? null,
    passed: rules.every(({ passed }) => passed),
    rules,
  };
}

async function rulesOf(options: GateOptions): Promise<GateRule[]> {
  const { candidate, against, bounds, say = () => {} } = options;
  const rules: GateRule[] = [];
  const judge = async (name: string, work: () => GateRule[] | Promise<GateRule[]>): Promise<void> => {
    say(name);
    rules.push(...(await guarded(name, work)));
  };
  await judge('version.givesItsLists', async () => {
    await proveArtifact(candidate.manifest, candidate.files);
    return [atMost({ name: 'version.givesItsLists', figure: 0, bound: 0, says: 'probes that it fails' })];
  });
  const serving: Tables | null = against === null ? null : tablesOf(against);
  await judge('catalogue', () => catalogueGate(candidate, serving, bounds.catalogue));
  await judge('metrics', () => metricGate(tablesOf(candidate), serving, bounds));
  if (serving !== null) {
    const { survival, presets } = options;
    await judge('survival', () =>
      survivalGate({
        candidate: tablesOf(candidate),
        against: serving,
        survival,
        presets,
        bounds: bounds.concepts,
      }),
    );
  }
  await judge('version.runs', () =>
    withBoth(options, (own, theirs) => measuredRules(options, own, theirs, say)),
  );
  return rules;
}

/** What cannot be measured is a rule that fails, and says why: a candidate that breaks the gate does not get through it. */
async function guarded(name: string, work: () => GateRule[] | Promise<GateRule[]>): Promise<GateRule[]> {
  try {
    return await work();
  } catch (error) {
    return [
      atMost({ name, figure: null, bound: 0, says: error instanceof Error ? error.message : String(error) }),
    ];
  }
}

const withBoth = <T>(
  { candidate, against }: GateOptions,
  work: (candidate: Side, against: Side | null) => Promise<T>,
): Promise<T> =>
  withSide(candidate, (own) =>
    against === null ? work(own, null) : withSide(against, (theirs) => work(own, theirs)),
  );

async function measuredRules(
  { candidate: files, against: theirFiles, data, seed, bounds, presets, runtime }: GateOptions,
  candidate: Side,
  against: Side | null,
  say: (line: string) => void,
): Promise<GateRule[]> {
  const targets = targetsOf(data, bounds.ranking.mostTargets, seed);
  const until = against?.manifest.data.until;
  const newSince = until === undefined ? null : Date.parse(until) / 1000;
  const rules = [atMost({ name: 'version.runs', figure: 0, bound: 0, says: 'graphs that cannot be run' })];
  say(`ranking.ndcg10: ${targets.length} targets`);
  rules.push(
    ...(await guarded('ranking.ndcg10', () =>
      rankingGate({ candidate, against, targets, newSince, bounds: bounds.ranking }),
    )),
  );
  say('concepts.gain');
  const concepts = { candidate, against, targets, used: conceptsUsed(presets), bounds: bounds.concepts };
  rules.push(...(await guarded('concepts.gain', () => conceptGate(concepts))));
  if (runtime !== undefined) {
    say('runtime');
    rules.push(...(await guarded('runtime', () => runtime(files, theirFiles, candidate))));
  }
  return rules;
}
