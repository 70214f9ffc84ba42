// The steering section of a report: what each method and plain alternative gains, and what it costs.
import type { Metrics } from '@trimtab/shared/metrics.ts';
import { html } from 'hono/html';
import type { ReportedRun } from './read-run.ts';
import { figure, table, type Html } from './sections.ts';
import { methodChart, methodPoints } from './steering-charts.ts';
import { decimals, percent, signed, signedPercent } from './words.ts';

type Steering = Metrics['steering'];

export async function steeringSection({ metrics }: ReportedRun): Promise<Html> {
  const { curves, summary } = metrics.steering;
  if (curves.length === 0)
    return html`<section id="steering">
      <h2>Steering</h2>
      <p>Not measured.</p>
    </section>`;
  const rows = methodPoints(curves).map(({ method, at, gain, ndcgChange }) => [
    method,
    at,
    decimals(gain, 2),
    signedPercent(ndcgChange),
  ]);
  return html`<section id="steering">
    <h2>Steering, and what it costs</h2>
    <p>
      Exposure is the share of a concept's items in the top ten, as log-odds when compared: a gain of 1 turns
      10% into 23%. Up is more of what was asked for; left is more ranking quality lost. The curves of plain
      alternatives stand beside those of latents.
    </p>
    ${await figure('Gain against cost, as far as a quarter of NDCG@10', methodChart(curves))}
    ${summary ? summaryTable(summary) : ''} ${hiddenTable(metrics.steering)} ${otherFigures(metrics.steering)}
    <details>
      <summary>Every point</summary>
      ${table(['method', 'at', 'gain', 'NDCG@10'], rows)}
    </details>
  </section>`;
}

function summaryTable(summary: NonNullable<Steering['summary']>): Html {
  const rows = Object.entries(summary)
    .sort(([, a], [, b]) => b.gainAt5pct - a.gainAt5pct)
    .map(([method, figures]) => [
      method,
      decimals(figures.gainAtNoLoss, 2),
      decimals(figures.gainAt5pct, 2),
      signedPercent(figures.ndcgChangeAt5pct.mean),
      decimals(figures.spilloverAtEqualGain, 3),
      signed(figures.alignedNdcgChangeAtEqualGain),
    ]);
  const columns = [
    'method',
    'gain, no loss',
    'gain, 5% loss',
    'NDCG@10 there',
    'spill-over',
    'NDCG@10, aligned',
  ];
  return html`<p>
      Sizes were chosen on validation users; the figures are of test users. Spill-over is what the shares of
      other attributes move, and aligned users are those whose next item has the concept, both where every
      method gains 1.
    </p>
    ${table(columns, rows)}`;
}

/** Items that a way of steering never saw as the concept's: does it bring them in too? */
function hiddenTable({ hiddenAttribute = {}, hiddenAnchors = {} }: Steering): Html {
  const rows = Object.entries({
    'labels of attributes': hiddenAttribute,
    'anchors of emergent concepts': hiddenAnchors,
  }).flatMap(([what, figures]) =>
    Object.entries(figures).map(([method, { hiddenGain, knownGain, ratio }]) => [
      what,
      method,
      decimals(hiddenGain, 2),
      decimals(knownGain, 2),
      decimals(ratio, 2),
    ]),
  );
  if (rows.length === 0) return html``;
  return html`<p>
      Half of a concept's items are hidden while latents are chosen and the classifier is fitted. A ratio near
      1 says that the hidden half comes into lists as the known half does; labels alone bring in none of it.
    </p>
    ${table(['half hidden of', 'method', 'gain, hidden', 'gain, known', 'ratio'], rows)}`;
}

function otherFigures({ target }: Steering): Html {
  const rows =
    target === undefined
      ? []
      : [
          ['users for whom a wanted share is reached', percent(target.reachableShare)],
          ['how far off the share is', percent(target.absoluteError)],
          [
            'NDCG@10 there; of quota re-ranking',
            `${decimals(target.ndcg10, 4)}; ${decimals(target.quotaNdcg10, 4)}`,
          ],
        ];
  return rows.length === 0 ? html`` : table(['also', ''], rows);
}
