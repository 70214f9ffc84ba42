// Something to show: a history, and a wish that visibly changes its list.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recommendationResponseSchema } from '@trimtab/shared/api.ts';
import type {
  KeptWish,
  RecommendationRequest,
  RecommendationResponse,
  RecommendedItem,
} from '@trimtab/shared/api.ts';
import { byPopularity, catalogueSchema } from '@trimtab/shared/catalogue.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import type { ListWish } from '@trimtab/shared/wishes.ts';

export interface Example {
  history: string[];
  titles: string[];
  concept: Concept;
  /** What is asked for the concept. */
  wish: ListWish;
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
  const base = (await recommend(url, { history })).items;
  let best: { example: Example; visible: number } | null = null;
  for (const concept of known.length > 0 ? known : concepts.slice(0, 1)) {
    const { items, wishes = [] } = await recommend(url, {
      history,
      steering: { concepts: { [concept.id]: WISH } },
    });
    const visible = visibilityOf(wishes[0]);
    if (best === null || visible > best.visible) {
      best = { example: { history, titles, concept, wish: WISH, base, steered: items }, visible };
    }
    if (visible === BEST) break;
  }
  if (best === null) throw new Error('no concept was found in this model: train longer, or on more data');
  return best.example;
}

const WISH = { more: 3 } as const;

/** What is there already and becomes more shows a wish best; what the list lacked shows it too. */
const BEST = 2;

function visibilityOf(wish: KeptWish | undefined): number {
  if (wish?.kept !== true || wish.came <= wish.base) return 0;
  return wish.base > 0 && wish.base < 5 ? BEST : 1;
}

/** Where the licence lets no person's history be shown: what most people know. */
const popularItems = (catalogue: Catalogue): string[] =>
  byPopularity(catalogue.counts)
    .slice(0, 8)
    .map((item) => catalogue.ids[item] ?? '');

async function recommend(url: string, body: RecommendationRequest): Promise<RecommendationResponse> {
  const response = await fetch(`${url}/v1/recommendations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
  return recommendationResponseSchema.parse(await response.json());
}
