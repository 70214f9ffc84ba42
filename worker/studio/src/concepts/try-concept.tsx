// A concept tried on one list: the person's own where they chose items, or the first example.
import type { RecommendedItem } from '@trimtab/shared/api.ts';
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { Wish } from '@trimtab/shared/wishes.ts';
import { useLocation } from 'preact-iso';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ProblemNote } from '../shell/problem-note.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { NOTHING_SET, withWish, type Steering } from '../state/steering.ts';
import { useStore } from '../state/use-store.ts';
import { countsOf } from '../steer/base-counts.ts';
import { useRecommendations } from '../steer/use-recommendations.ts';
import { WishControl } from '../steer/wish-control.tsx';

/** Rows that the first answer fills, so that nothing below moves then. */
const NOT_YET: readonly Pick<RecommendedItem, 'id' | 'title' | 'attributes' | 'moved'>[] = Array.from(
  { length: 10 },
  (_, place) => ({ id: `${place}`, title: '\u00a0', attributes: [] }),
);

export function TryConcept({ concept }: { concept: ConceptSummary }): JSX.Element {
  const { steering: store, session } = useStudio();
  const { samples } = useStart();
  const { current } = useStore(store);
  const { route } = useLocation();
  const [wish, setWish] = useState<Wish | null>(null);
  const [sample] = samples;
  const isOwn = current.history.length > 0;
  const history = isOwn ? current.history : (sample?.history ?? NOTHING_SET.history);
  const steering = useMemo<Steering>(
    () => ({ ...NOTHING_SET, history, wishes: withWish({}, concept.id, wish) }),
    [history, concept.id, wish],
  );
  const { answered, isWaiting, error, again } = useRecommendations(steering, useStore(session).token);
  const answer = answered?.answer ?? null;
  const isCurrent = answered?.steering === steering;
  const outcome = isCurrent ? (answer?.wishes?.find((kept) => kept.concept === concept.id) ?? null) : null;
  const use = (): void => {
    store.change({ history, wishes: withWish(current.wishes, concept.id, wish) });
    route(`/${store.fragment}`);
  };
  return (
    <section class="stack try" aria-labelledby="try-title">
      <h2 id="try-title">Try it</h2>
      <p class="faint">{tryingWords(isOwn, sample?.label)}</p>
      {error !== null && <ProblemNote words={error} onRetry={again} />}
      <ul>
        <WishControl
          concept={concept}
          wish={wish}
          counts={countsOf(concept, answer)}
          outcome={outcome}
          isWaiting={isWaiting}
          isAlone
          onChange={setWish}
        />
      </ul>
      <ol class="tried" aria-busy={isWaiting}>
        {(answer?.items ?? NOT_YET).map(({ id, title, attributes, moved }) => (
          <li
            key={id}
            dir="auto"
            title={title}
            class={attributes.includes(concept.attribute ?? concept.id) ? 'has-it' : ''}
          >
            {isCurrent && wish !== null && moved === null && <span class="faint">new: </span>}
            {title}
          </li>
        ))}
      </ol>
      <p>
        <button type="button" class="is-main" disabled={wish === null} onClick={use}>
          Use it on my list
        </button>
      </p>
    </section>
  );
}

function tryingWords(isOwn: boolean, sample: string | undefined): string {
  if (isOwn) return 'On the list for what you chose.';
  return sample === undefined ? 'On what most people choose.' : `On the list of an example: ${sample}.`;
}
