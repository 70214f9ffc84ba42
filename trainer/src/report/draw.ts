// From a chart's description to SVG that stands in a page by itself: no script, no font from elsewhere.
import { Error as LogErrors, parse, View } from 'vega';
import type { Config, TopLevelSpec } from 'vega-lite';
import { compile } from 'vega-lite';

export type Chart = TopLevelSpec;

/** Colours that people with a colour-vision deficiency tell apart (Okabe and Ito 2008), the accent first. */
export const COLOURS = [
  '#0b6e8a',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#7a7a7a',
  '#222222',
];

const LOOK: Config = {
  font: 'system-ui, sans-serif',
  background: 'transparent',
  view: { stroke: 'transparent' },
  axis: {
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    gridColor: '#e6e8ea',
    labelLimit: 300,
  },
  header: { labelFontSize: 11, title: null },
  legend: { labelFontSize: 11, title: null, orient: 'bottom', columns: 5 },
  range: { category: COLOURS },
  mark: { color: COLOURS[0] },
};

/** @throws Error when the description does not compile */
export async function draw(chart: Chart): Promise<string> {
  const { spec } = compile(chart, { config: LOOK, logger: quiet });
  const view = new View(parse(spec), { renderer: 'none', logLevel: LogErrors });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

const quiet = {
  level: () => quiet,
  error: (...words: readonly unknown[]): never => {
    throw new Error(words.map(String).join(' '));
  },
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
};
