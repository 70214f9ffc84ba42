// Which concepts can be trusted: how sure their names are, and which strengths are known to do no harm.
import type { Fate } from '../../lineage.ts';
import { barTable } from '../charts/bar-table.ts';
import type { ConceptRow } from '../concept-figures.ts';
import { e, type View } from '../element.ts';
import { sentences } from '../tables.ts';
import { TRUST, trustIn, type Trust } from '../trust.ts';
import type { ShownModel } from './shown-model.ts';

const KINDS = Object.keys(TRUST) as Trust[];

export function trustedView({ concepts, conceptsHref }: Pick<ShownModel, 'concepts' | 'conceptsHref'>): View {
  const bars = KINDS.map((kind) => {
    const count = concepts.filter((concept) => trustIn(concept) === kind).length;
    return { name: TRUST[kind], value: count, text: String(count), isOurs: kind === 'sure' };
  });
  return [
    sentences(trustedInWords(concepts)),
    barTable('How sure the names of concepts are', ['What is known of the name', 'concepts'], bars),
    e('p', {}, e('a', { href: conceptsHref }, 'All concepts, with what each does and costs')),
  ];
}

function trustedInWords(concepts: readonly ConceptRow[]): string[] {
  const named = concepts.filter(({ kind }) => kind === 'attribute');
  const sure = named.filter((concept) => trustIn(concept) === 'sure').length;
  const doubtful = named.filter((concept) => trustIn(concept) === 'unsure').map(({ label }) => label);
  const up = concepts.filter(({ safeRange }) => safeRange.max > 0).length;
  const down = concepts.filter(({ safeRange }) => safeRange.min < 0).length;
  return [
    `An attribute of the data names ${named.length} of ${concepts.length} concepts, and ${sure} of these names are sure: they were held against titles that the choice of latents never saw.`,
    ...(doubtful.length === 0 ? [] : [`Do not rely on these names: ${doubtful.join(', ')}.`]),
    `${up} can be turned up and ${down} turned down a step at least, and the list is known to keep 95% of what it is worth.`,
    ...cameThrough(concepts),
    ...foundOnce(concepts),
  ];
}

/** Nothing of a version that came after none. */
function cameThrough(concepts: readonly ConceptRow[]): string[] {
  const count = (wanted: Fate): number => concepts.filter(({ lineage }) => lineage?.fate === wanted).length;
  const [kept, rebuilt, weakened, born] = [count('kept'), count('rebuilt'), count('weakened'), count('new')];
  if (kept + rebuilt + weakened === 0) return [];
  return [
    `Through the last retraining ${kept} concepts came as they were, ${rebuilt} were rebuilt from other latents, and ${weakened} came weaker; ${born} are new.`,
  ];
}

function foundOnce(concepts: readonly ConceptRow[]): string[] {
  const once = concepts.filter(({ experimental }) => experimental === true).length;
  return once === 0
    ? []
    : [
        `A second training of the autoencoder did not find ${once} of them again; they are shown as experimental.`,
      ];
}
