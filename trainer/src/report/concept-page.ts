// One concept's page inside the report: what fires it, what it promotes, and what steering by it does.
import { at } from '@trimtab/shared/look-up.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { html, raw } from 'hono/html';
import { draw } from './draw.ts';
import { activationChart } from './feature-charts.ts';
import type { ReportedRun } from './read-run.ts';
import { conceptChart } from './steering-charts.ts';
import { decimals, percent } from './words.ts';

type Html = ReturnType<typeof html>;

/** The anchor of a concept inside the report's one file. */
export const anchorOf = ({ id }: Pick<Concept, 'id'>): string => `concept-${id.replace(/[^\w-]/g, '-')}`;

export async function conceptPage(
  concept: Concept,
  { catalogue, concepts, metrics }: ReportedRun,
): Promise<Html> {
  const curves = metrics.steering.curves
    .filter(
      ({ concept: id, method, chosenFor }) =>
        id === concept.id && method === 'add' && chosenFor === undefined,
    )
    .sort((a, b) => a.strength - b.strength);
  return html`<article id="${anchorOf(concept)}" class="concept">
    <h3>${concept.label} <code>${concept.id}</code></h3>
    <p>${facts(concept)}</p>
    <div class="charts">
      <figure>${raw(await draw(activationChart(concept)))}</figure>
      ${curves.length > 0 ? html`<figure>${raw(await draw(conceptChart(curves)))}</figure>` : ''}
    </div>
    <div class="columns">
      ${titles('Fires most for', concept.topItems, catalogue)}
      ${titles('Promotes', concept.promoted, catalogue)} ${titles('Demotes', concept.demoted, catalogue)}
      ${neighbours(concept, concepts)}
    </div>
  </article>`;
}

function facts({ kind, labelScore, density, safeRange, latents }: Concept): string {
  const score =
    kind === 'attribute'
      ? `ROC AUC ${decimals(labelScore)} on held-out items`
      : `emergent, label score ${decimals(labelScore)}`;
  const sizes = latents
    .map(
      ({ index, weight, reading = weight }) => `${index} (${decimals(weight, 2)}, ${decimals(reading, 2)})`,
    )
    .join(', ');
  return (
    `${score}; fires at ${percent(density)} of positions; safe from ${decimals(safeRange.min, 2)} to ` +
    `${decimals(safeRange.max, 2)}; latents (moved by, read by) ${sizes}.`
  );
}

function titles(heading: string, items: readonly number[], catalogue: Catalogue): Html {
  const shown = items.slice(0, 10);
  return html`<section>
    <h4>${heading}</h4>
    <ol>
      ${shown.map((item) => html`<li>${at(catalogue.titles, item)}</li>`)}
    </ol>
  </section>`;
}

function neighbours({ neighbours: near }: Concept, concepts: readonly Concept[]): Html {
  const labels = new Map(concepts.map(({ id, label }) => [id, label]));
  return html`<section>
    <h4>Near it</h4>
    <ul>
      ${near.map(
        ({ id, cosine }) =>
          html`<li><a href="#${anchorOf({ id })}">${labels.get(id) ?? id}</a> ${decimals(cosine, 2)}</li>`,
      )}
    </ul>
  </section>`;
}
