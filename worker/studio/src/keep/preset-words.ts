// Presets, and what changed between two of their versions, in words.
import type { SavedWish } from './saved-wish.ts';
import { wishWords } from '../shell/wish-words.ts';

export interface Version {
  name: string;
  concepts: Readonly<Record<string, SavedWish>>;
}

type LabelOf = (concept: string) => string;

export const wishLines = ({ concepts }: Pick<Version, 'concepts'>, labelOf: LabelOf): string[] =>
  Object.entries(concepts).map(([concept, wish]) => `${labelOf(concept)}: ${wishWords(wish)}`);

/** What was done to get from one version to the other; empty where they are the same. */
export function changesBetween(before: Version, after: Version, labelOf: LabelOf): string[] {
  const renamed = before.name === after.name ? [] : [`renamed from “${before.name}” to “${after.name}”`];
  const concepts = new Set([...Object.keys(before.concepts), ...Object.keys(after.concepts)]);
  const changed = [...concepts].flatMap((concept) => {
    const [was, is] = [before.concepts[concept], after.concepts[concept]].map((wish) =>
      wish === undefined ? null : wishWords(wish),
    );
    if (was === is) return [];
    if (was === null || was === undefined) return [`${labelOf(concept)} added: ${is}`];
    if (is === null || is === undefined) return [`${labelOf(concept)} taken out (was ${was})`];
    return [`${labelOf(concept)}: ${was} became ${is}`];
  });
  return [...renamed, ...changed];
}

export const isSame = (before: Pick<Version, 'concepts'>, after: Pick<Version, 'concepts'>): boolean =>
  changesBetween({ ...before, name: '' }, { ...after, name: '' }, (concept) => concept).length === 0;
