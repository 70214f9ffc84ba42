// Rules on the catalogue and on how much data there was, against what serves.
import { disagreementOf } from '@trimtab/shared/agreement.ts';
import { COLUMNS_FILE, columnsSchema } from '@trimtab/shared/catalogue-columns.ts';
import type { GateRule } from '@trimtab/shared/gates.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { Bounds } from './bounds.ts';
import { driftOf, tenthsOf } from './drift.ts';
import { atLeast, atMost } from './rule.ts';
import { tablesOf, type Tables, type VersionFiles } from './side.ts';

export function catalogueGate(
  candidate: VersionFiles,
  against: Tables | null,
  bounds: Bounds['catalogue'],
): GateRule[] {
  const own = tablesOf(candidate);
  const rules = [agreementRule(candidate, own)];
  return against === null ? rules : [...rules, ...comparedRules(own, against, bounds)];
}

function agreementRule({ files }: VersionFiles, { manifest, catalogue, concepts }: Tables): GateRule {
  const bytes = files.get(COLUMNS_FILE);
  const columns = bytes && columnsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const other = disagreementOf({ manifest, catalogue, concepts, columns });
  return atMost({
    name: 'catalogue.agrees',
    figure: other === null ? 0 : 1,
    bound: 0,
    says: other === null ? 'tables that disagree' : `${other.file} ${other.problem}`,
  });
}

function comparedRules(own: Tables, against: Tables, bounds: Bounds['catalogue']): GateRule[] {
  const kept = against.catalogue.ids.flatMap((id, theirs): [number, number][] => {
    const mine = own.index.get(id);
    return mine === undefined ? [] : [[mine, theirs]];
  });
  const changed = kept.filter(
    ([mine, theirs]) => at(own.catalogue.titles, mine) !== at(against.catalogue.titles, theirs),
  );
  return [
    atMost({
      name: 'catalogue.titlesChanged',
      figure: kept.length === 0 ? 1 : changed.length / kept.length,
      bound: bounds.titlesChanged,
      says: 'share of items whose title is another under the same id',
    }),
    atMost({
      name: 'catalogue.itemsGone',
      figure: 1 - kept.length / against.catalogue.ids.length,
      bound: bounds.itemsGone,
      says: 'share of the serving version’s items that the candidate lacks',
    }),
    atLeast({
      name: 'catalogue.interactionsKept',
      figure: own.manifest.data.interactions / against.manifest.data.interactions,
      bound: bounds.interactionsKept,
      says: 'interactions of the data ÷ those of the serving version’s',
    }),
    popularityRule(own, against, kept, bounds.popularityDrift),
  ];
}

function popularityRule(
  own: Tables,
  against: Tables,
  kept: readonly [number, number][],
  bound: number,
): GateRule {
  const theirs = kept.map(([, item]) => at(against.catalogue.counts, item));
  const mine = kept.map(([item]) => at(own.catalogue.counts, item));
  const tenths = tenthsOf(theirs);
  return atMost({
    name: 'catalogue.popularityDrift',
    figure: driftOf(tenths, theirs, mine),
    bound,
    says: 'population stability index of interactions by tenths of the serving version’s popularity',
  });
}
