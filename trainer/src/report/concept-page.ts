// One concept's page inside the report: what the studio's page of a concept shows, and which latents it is made of.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { at } from '@trimtab/shared/look-up.ts';
import type { CostPoint } from '@trimtab/shared/views/concept-figures.ts';
import { conceptView } from '@trimtab/shared/views/concept-view.ts';
import { e, type Element } from '@trimtab/shared/views/element.ts';
import { decimals } from '@trimtab/shared/views/numbers.ts';
import type { ReportedRun } from './read-run.ts';

/** The anchor of a concept inside the report's one file. */
const anchorOf = (id: string): string => `concept-${id.replace(/[^\w-]/g, '-')}`;

/** The link to a concept inside the report's one file. */
export const hrefOf = (id: string): string => `#${anchorOf(id)}`;

export function conceptPage(
  concept: Concept,
  costs: readonly CostPoint[],
  { catalogue, concepts }: Pick<ReportedRun, 'catalogue' | 'concepts'>,
): Element {
  const labels = new Map(concepts.map(({ id, label }) => [id, label]));
  const titled = (items: readonly number[]): { title: string }[] =>
    items.map((item) => ({ title: at(catalogue.titles, item) }));
  const shown = {
    ...concept,
    topItems: titled(concept.topItems),
    promoted: titled(concept.promoted),
    demoted: titled(concept.demoted),
    neighbours: concept.neighbours.map((near) => ({ ...near, label: labels.get(near.id) ?? near.id })),
  };
  return e(
    'article',
    { id: anchorOf(concept.id), class: 'panel' },
    e('h3', { dir: 'auto' }, concept.label),
    conceptView({ concept: shown, costs, hrefOf }),
    e(
      'p',
      { class: 'faint' },
      'Its id is ',
      e('code', {}, concept.id),
      `. It is made of ${latentsInWords(concept)}.`,
    ),
  );
}

const latentsInWords = ({ latents }: Concept): string =>
  latents
    .map(
      ({ index, weight, reading = weight }) =>
        `latent ${index} (moved by ${decimals(weight, 2)}, read by ${decimals(reading, 2)})`,
    )
    .join(', ');
