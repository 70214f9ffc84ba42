// Something to show: a history, and the concept that changes its list most.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecommendationRequest, RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import { byPopularity, catalogueSchema } from '@trimtab/shared/catalogue.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';

export interface Example {
  history: string[];
  titles: string[];
  concept: Concept;
  base: RecommendedItem[];
  steered: RecommendedItem[];
}

/** Concepts that are tried for the example, strongest first. */
const TRIED = 30;

/** Asks the Worker at `url`, whose current model is the artifact in `folder`. */
export async function findExample(url: string, folder: string): Promise<Example> {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const catalogue = catalogueSchema.parse(read('catalogue.json'));
  const { concepts } = conceptsSchema.parse(read('concepts.json'));
  const known = concepts.filter((concept) => concept.attribute !== null).slice(0, TRIED);
  const samples = existsSync(join(folder, 'samples.json'))
    ? samplesSchema.parse(read('samples.json')).samples
    : [];
  const history = (samples[0]?.history ?? popularItems(catalogue)).slice(-8);
  const titles = history.map((id) => catalogue.titles[catalogue.ids.indexOf(id)] ?? id);
  const base = await recommend(url, { history });
  let best: Example | null = null;
  for (const concept of known.length > 0 ? known : concepts.slice(0, 1)) {
    const steered = await recommend(url, { history, steering: { concepts: { [concept.id]: 1 } } });
    const gain = placesOf(concept, steered) - placesOf(concept, base);
    if (best === null || gain > placesOf(best.concept, best.steered) - placesOf(best.concept, base)) {
      best = { history, titles, concept, base, steered };
    }
  }
  if (best === null) throw new Error('no concept was found in this model: train longer, or on more data');
  return best;
}

/** Where the licence lets no person's history be shown: what most people know. */
const popularItems = (catalogue: Catalogue): string[] =>
  byPopularity(catalogue.counts)
    .slice(0, 8)
    .map((item) => catalogue.ids[item] ?? '');

const placesOf = ({ attribute }: Concept, items: RecommendedItem[]): number =>
  items.filter((item) => item.attributes.includes(attribute ?? '')).length;

async function recommend(url: string, body: RecommendationRequest): Promise<RecommendedItem[]> {
  const response = await fetch(`${url}/v1/recommendations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as RecommendationResponse).items;
}
