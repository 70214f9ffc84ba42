// What retrainings did to each concept of a preset since it was saved.
import type { Preset } from '@trimtab/shared/presets.ts';
import { Fragment, type JSX } from 'preact';
import { hrefOf } from '../shell/concept-href.ts';
import { useStart } from '../shell/studio-context.ts';
import { fateWords, isNews } from './fate-words.ts';

/** Nothing while the model is the one that the preset was made for, and has all that it names. */
export function Fates({ preset }: { preset: Preset }): JSX.Element | null {
  const { model, conceptOf } = useStart();
  const { fates = [] } = preset;
  if (fates.length === 0 || (preset.modelVersion === model.modelVersion && !fates.some(isNews))) return null;
  return (
    <section class="stack" aria-labelledby="fates-title">
      <h2 id="fates-title">What retraining did to it</h2>
      <ul class="wish-lines fates">
        {fates.map((fate) => (
          <li key={fate.concept} class={isNews(fate) ? 'is-unknown' : ''} dir="auto">
            {conceptOf.get(fate.concept)?.label ?? fate.label ?? fate.concept}: {fateWords(fate)}
            {(fate.nearest ?? []).map(({ id, label }, place) => (
              <Fragment key={id}>
                {place === 0 ? '; most of the same is done by ' : ', '}
                <a href={hrefOf(id)}>{label}</a>
              </Fragment>
            ))}
          </li>
        ))}
      </ul>
      {fates.some(isNews) && (
        <p class="faint">The preset stays as you saved it. Use it, change it and save it, or leave it so.</p>
      )}
    </section>
  );
}
