// Base and steered list side by side, with how far each item moved and which attributes were asked for.
import type { RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import type { ConceptSummary } from '@trimtab/shared/browse.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import type { JSX } from 'preact';

interface RankedListsProps {
  answer: RecommendationResponse | null;
  error: string | null;
  concepts: readonly ConceptSummary[];
  strengths: Strengths;
  labelOf: (attribute: string) => string;
}

export function RankedLists({ answer, error, concepts, strengths, labelOf }: RankedListsProps): JSX.Element {
  const steered = concepts.filter(({ id }) => (strengths[id] ?? 0) !== 0);
  const marked = new Set(steered.flatMap(({ attribute }) => attribute ?? []));
  const base = answer?.base ?? [];
  const items = answer?.items ?? [];
  const marksMoves = answer?.source === 'steered';
  const kept = new Set(items.map(({ id }) => id));
  return (
    <section class="panel lists" aria-labelledby="lists-title" aria-busy={answer === null}>
      <div class="panel-head">
        <h2 id="lists-title">Recommendations</h2>
        {answer?.source === 'popular' && (
          <span class="faint">
            {answer.degraded
              ? 'no model can make a list now: popular items'
              : 'no item of the history is known: popular items'}
          </span>
        )}
      </div>
      {error !== null && (
        <p class="warning" role="alert">
          {error}
        </p>
      )}
      <Shares answer={answer} concepts={steered} />
      <div class="side-by-side">
        <div>
          <h3>Base</h3>
          <ol>
            {base.map((item) => (
              <li key={item.id} class={kept.has(item.id) ? '' : 'is-gone'}>
                <Entry item={item} marked={marked} labelOf={labelOf} />
              </li>
            ))}
          </ol>
        </div>
        <div aria-live="polite" aria-relevant="text">
          <h3>Steered</h3>
          <ol>
            {items.map((item) => (
              <li key={item.id}>
                <Entry item={item} marked={marked} labelOf={labelOf} />
                {marksMoves && <Move moved={item.moved} />}
              </li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

interface EntryProps {
  item: RecommendedItem;
  marked: ReadonlySet<string>;
  labelOf: (attribute: string) => string;
}

function Entry({ item, marked, labelOf }: EntryProps): JSX.Element {
  return (
    <div class="entry">
      <span class="rank" aria-hidden="true">
        {item.rank}
      </span>
      <div>
        <span class="title">{item.title}</span>
        <ul class="tags" aria-label="Attributes">
          {item.attributes.map((attribute) => (
            <li key={attribute} class={marked.has(attribute) ? 'is-marked' : ''}>
              {labelOf(attribute)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Move({ moved }: { moved: number | null | undefined }): JSX.Element | null {
  if (moved === undefined) return null;
  if (moved === null) return <span class="move is-new">new</span>;
  if (moved === 0)
    return (
      <span class="move faint" aria-label="same place">
        =
      </span>
    );
  const words = `${Math.abs(moved)} ${moved > 0 ? 'up' : 'down'}`;
  return (
    <span class={`move ${moved > 0 ? 'is-up' : 'is-down'}`} aria-label={words}>
      {moved > 0 ? '▲' : '▼'}
      {Math.abs(moved)}
    </span>
  );
}

interface SharesProps {
  answer: RecommendationResponse | null;
  /** Those that are steered. */
  concepts: readonly ConceptSummary[];
}

const IMPACTS = {
  none: 'The list stays as it is.',
  low: 'The list changes little.',
  medium: 'The list changes.',
  high: 'The list changes much.',
};

/** How many items of each list show what was steered to: the point of it all in one line. */
function Shares({ answer, concepts }: SharesProps): JSX.Element {
  const { shares = [], impact } = answer?.comparison ?? {};
  const shown = answer?.items.length ?? 0;
  const shareOf = new Map(shares.map((share) => [share.concept, share]));
  return (
    <ul class="shares">
      {concepts.length === 0 && <li class="faint">Move a slider: the steered list follows.</li>}
      {concepts.map(({ id, label }) => {
        const { before = 0, after = 0 } = shareOf.get(id) ?? {};
        return (
          <li key={id}>
            <strong>{label}</strong>{' '}
            {`${Math.round(before * shown)} → ${Math.round(after * shown)} of ${shown}`}
          </li>
        );
      })}
      {concepts.length > 0 && impact !== undefined && <li class="faint">{IMPACTS[impact]}</li>}
    </ul>
  );
}
