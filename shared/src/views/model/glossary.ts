// The words of a model's views, each in a sentence.
import { e, type View } from '../element.ts';

const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ['95% interval', 'Where the figure would lie 95 times in 100 if other people had been drawn.'],
  [
    'Concept',
    'What people steer by: a small weighted set of latents, with the name of an attribute or of the titles that show it.',
  ],
  [
    'Exposure',
    'The share of a concept’s titles among the first ten. It is compared as log-odds: a gain of 1 turns 10% into 23%.',
  ],
  ['Hook', 'The place in the network where states are read and edited.'],
  ['Latent', 'One feature of the sparse autoencoder. Few of them are active at a time.'],
  [
    'NDCG@10',
    'How high the next title stands: 1 if it is always first, less the further down, 0 below the tenth place.',
  ],
  ['Safe range', 'The strengths at which a list is known to keep 95% of its NDCG@10.'],
  [
    'Score of a name (ROC AUC)',
    'Of a title that has the attribute and one that has not, how often the concept fires more for the first. Guessing has 0.5.',
  ],
  ['Spill-over', 'How much the shares of other attributes move when one concept is steered.'],
  ['Strength', 'How far a concept is turned, from −1 to 1. At 1 its exposure rises by a log-odds of 1.'],
];

export const glossaryView = (): View =>
  e(
    'dl',
    { class: 'terms' },
    TERMS.flatMap(([term, meaning]) => [e('dt', {}, term), e('dd', {}, meaning)]),
  );
