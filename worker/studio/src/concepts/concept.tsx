// The page of one concept: what it means, what steering by it does and costs, and a control to try it.
import type { ConceptPage } from '@trimtab/shared/browse.ts';
import { costsOf } from '@trimtab/shared/views/concept-figures.ts';
import { conceptView } from '@trimtab/shared/views/concept-view.ts';
import { useRoute } from 'preact-iso';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { TrimtabError } from '../../../../client/index.ts';
import { ProblemNote } from '../shell/problem-note.tsx';
import { Shown } from '../shell/shown.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import { hrefOf } from '../shell/concept-href.ts';
import { ExampleHistory } from './example-history.tsx';
import { lineageWords } from './lineage-words.ts';
import { NoSuchConcept } from './no-such-concept.tsx';
import { curvesIn } from './rows.ts';
import { TryConcept } from './try-concept.tsx';
import { wishCostView } from './wish-cost-view.ts';
import '@trimtab/shared/views/views.css';
import './concepts.css';

export function Concept(): JSX.Element {
  const { id = '' } = useRoute().params;
  const { trimtab } = useStudio();
  const [page, setPage] = useState<ConceptPage | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    setError(null);
    trimtab.concepts[':id']
      .get({ param: { id } })
      .then((found) => isCurrent && setPage(found))
      .catch((reason: unknown) => isCurrent && setError(reason));
    return () => void (isCurrent = false);
  }, [id, attempt]);
  if (error instanceof TrimtabError && error.status === 404) return <NoSuchConcept words={error.message} />;
  return (
    <article class="panel" aria-busy={page?.id !== id && error === null}>
      <p>
        <a href="/concepts">All concepts</a>
      </p>
      {error !== null ? (
        <ProblemNote words={wordsOf(error)} onRetry={() => setAttempt(attempt + 1)} />
      ) : page?.id === id ? (
        <Known page={page} />
      ) : (
        <p>Loading the concept…</p>
      )}
    </article>
  );
}

function Known({ page }: { page: ConceptPage }): JSX.Element {
  const start = useStart();
  const costs = useMemo(() => costsOf(page, curvesIn(start)), [page, start]);
  useEffect(() => void (document.title = `${page.label} · Trimtab`), [page.label]);
  return (
    <>
      <h1 dir="auto">{page.label}</h1>
      <TryConcept key={page.id} concept={page} />
      <Shown view={conceptView({ concept: page, costs, hrefOf })} />
      <Shown view={wishCostView(start.wishCosts.get(page.id) ?? [])} />
      <ExampleHistory page={page} />
      <Lineage page={page} />
      <p class="faint">
        Its id is <code>{page.id}</code>.
      </p>
    </>
  );
}

function Lineage({ page: { lineage, experimental } }: { page: ConceptPage }): JSX.Element | null {
  const words = lineageWords(lineage);
  if (experimental)
    words.push('A second training does not find it: it is an experiment, and no preset keeps it.');
  if (words.length === 0) return null;
  return (
    <section class="stack">
      <h2>How it came through retrainings</h2>
      <p>{words.join(' ')}</p>
    </section>
  );
}
