// The studio: a history on the left, sliders in the middle, and what they do to the list on the right.
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { Item } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { HistoryPicker } from './history-picker.tsx';
import { Presets } from './presets.tsx';
import { RankedLists } from './ranked-lists.tsx';
import { Sliders } from './sliders.tsx';
import { useRecommendations } from './use-recommendations.ts';
import { useStart, type Start } from './use-start.ts';

export function Studio(): JSX.Element {
  const { start, error, retry } = useStart();
  if (error !== null) {
    return (
      <main class="notice">
        <h1>Trimtab</h1>
        <p role="alert">{error}</p>
        <button onClick={retry}>Try again</button>
      </main>
    );
  }
  if (start === null)
    return (
      <main class="notice" aria-busy="true">
        Loading the model…
      </main>
    );
  return <Ready start={start} />;
}

function Ready({ start }: { start: Start }): JSX.Element {
  const [history, setHistory] = useState<Item[]>(start.history);
  const [strengths, setStrengths] = useState<Strengths>({});
  const { answer, error } = useRecommendations(history, strengths);
  const { model, concepts, samples, labelOf } = start;
  return (
    <>
      <header class="top">
        <h1>
          <img src="/favicon.svg" alt="" width="28" height="28" /> Trimtab
        </h1>
        <p>
          {model.data.items.toLocaleString()} items, {concepts.length} concepts inside the model, data “
          {model.data.name}” <span class="faint">· {model.modelVersion}</span>
        </p>
        {model.degraded && <p class="warning">A newer model was refused; this is the last good one.</p>}
      </header>
      <main class="studio">
        <HistoryPicker history={history} samples={samples} onChange={setHistory} />
        <section class="panel steer" aria-labelledby="steer-title">
          <Sliders concepts={concepts} strengths={strengths} onChange={setStrengths} />
          <Presets strengths={strengths} onLoad={setStrengths} />
        </section>
        <RankedLists
          answer={answer}
          error={error}
          concepts={concepts}
          strengths={strengths}
          labelOf={labelOf}
        />
      </main>
    </>
  );
}
