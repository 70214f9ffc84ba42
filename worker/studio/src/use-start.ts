// What the page needs before anything can be shown: model, concepts, labels, samples, and a first history.
import type { ConceptSummary, Item, ModelResponse } from '@trimtab/shared/browse.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import { useEffect, useState } from 'preact/hooks';
import { getAttributes, getConcepts, getItems, getModel, getSamples, searchItems } from './api.ts';

export interface Start {
  model: ModelResponse;
  concepts: ConceptSummary[];
  samples: Samples['samples'];
  history: Item[];
  /** Label of an attribute id. */
  labelOf: (attribute: string) => string;
}

const FIRST_ITEMS = 3;

export function useStart(): { start: Start | null; error: string | null; retry: () => void } {
  const [start, setStart] = useState<Start | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setError(null);
    load().then(setStart, (reason: unknown) =>
      setError(reason instanceof Error ? reason.message : String(reason)),
    );
  }, [attempt]);
  return { start, error, retry: () => setAttempt(attempt + 1) };
}

async function load(): Promise<Start> {
  const [model, concepts, samples, attributes] = await Promise.all([
    getModel(),
    getConcepts(),
    getSamples(),
    getAttributes(),
  ]);
  const labels = new Map(attributes.map(({ id, label }) => [id, label]));
  return {
    model,
    concepts,
    samples,
    history: await firstHistory(samples),
    labelOf: (attribute) => labels.get(attribute) ?? attribute,
  };
}

/** The first sample; without samples a few popular items, so that there is something to steer at once. */
async function firstHistory([first]: Samples['samples']): Promise<Item[]> {
  if (first !== undefined) return getItems(first.history.slice(-100));
  return (await searchItems('')).slice(0, FIRST_ITEMS);
}
