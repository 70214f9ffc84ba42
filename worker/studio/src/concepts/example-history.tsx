// Where the concept fires in one history: its titles, oldest first, each with a bar as long as the concept fires there.
import type { ConceptPage } from '@trimtab/shared/browse.ts';
import type { JSX } from 'preact';

export function ExampleHistory({ page }: { page: ConceptPage }): JSX.Element | null {
  const { example = [], exampleIsInvented } = page;
  const most = Math.max(0, ...example.map(({ activation }) => activation));
  if (most === 0) return null;
  return (
    <section class="stack">
      <h2>Where it fires in a history</h2>
      <p class="faint">
        {exampleIsInvented === true
          ? 'An invented history, oldest first: popular titles, and titles of this concept. No person had it.'
          : 'One person’s titles, oldest first.'}{' '}
        A bar says how strongly the concept fires once the model has read so far.
      </p>
      <ol class="fires">
        {example.map(({ id, title, activation }, place) => (
          <li key={`${id} ${place}`}>
            <span dir="auto">{title}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * Math.max(0, activation)) / most} height="10" />
            </svg>
            <span class="number">{Math.max(0, activation).toFixed(2)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
