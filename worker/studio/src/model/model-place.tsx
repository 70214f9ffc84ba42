// The place of the model: how good it is, what can be trusted, which version serves, and what is held about the person.
import { conceptRow, costsOf } from '@trimtab/shared/views/concept-figures.ts';
import { trainedOn } from '@trimtab/shared/views/model/plain-words.ts';
import { sectionsOf } from '@trimtab/shared/views/model/sections.ts';
import type { Section, ShownModel } from '@trimtab/shared/views/model/shown-model.ts';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { curvesIn } from '../concepts/rows.ts';
import { Shown } from '../shell/shown.tsx';
import { useStart } from '../shell/studio-context.ts';
import { metricsOf } from '../state/metrics.ts';
import type { Start } from '../state/start.ts';
import { AboutYou } from './about-you.tsx';
import { Versions } from './versions.tsx';
import '@trimtab/shared/views/views.css';
import './model.css';

export function ModelPlace(): JSX.Element {
  const start = useStart();
  const shown = useMemo(() => shownOf(start), [start]);
  const [first, ...others] = shown === null ? [] : sectionsOf(shown);
  const [plain, deep] = [others.filter(({ isDeep }) => !isDeep), others.filter(({ isDeep }) => isDeep)];
  return (
    <div class="model">
      <section class="panel">
        <h1>The model</h1>
        {first === undefined ? <Unread /> : <Shown view={first.view} />}
      </section>
      {plain.map((section) => (
        <Plain key={section.id} {...section} />
      ))}
      <Versions />
      <AboutYou />
      {deep.map((section) => (
        <Deep key={section.id} {...section} />
      ))}
    </div>
  );
}

function Unread(): JSX.Element {
  const { model } = useStart();
  return (
    <p>
      {trainedOn(model)} This page cannot read what this version measured; <a href="/v1/model">/v1/model</a>{' '}
      has it as it is.
    </p>
  );
}

/** @returns null where the version measured something else than this page knows */
function shownOf({ model, concepts, labelOf }: Start): ShownModel | null {
  const metrics = metricsOf(model);
  if (metrics === null) return null;
  const curves = curvesIn({ model });
  const rows = concepts.map((concept) => conceptRow(concept, costsOf(concept, curves)));
  return { facts: model, metrics, concepts: rows, labelOf, conceptsHref: '/concepts' };
}

const Plain = ({ id, title, view }: Section): JSX.Element => (
  <section class="panel" aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    <Shown view={view} />
  </section>
);

const Deep = ({ title, view }: Section): JSX.Element => (
  <details class="panel">
    <summary>
      <h2>{title}</h2>
    </summary>
    <div class="stack deep">
      <Shown view={view} />
    </div>
  </details>
);
