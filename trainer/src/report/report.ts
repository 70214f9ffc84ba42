// The report of a run: one HTML file that needs nothing beside itself, made of the views that the studio shows.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { conceptTable } from '@trimtab/shared/views/concept-table.ts';
import { e, htmlOf, type View } from '@trimtab/shared/views/element.ts';
import { sectionsOf } from '@trimtab/shared/views/model/sections.ts';
import type { Section } from '@trimtab/shared/views/model/shown-model.ts';
import { day } from '@trimtab/shared/views/numbers.ts';
import { conceptPage, hrefOf } from './concept-page.ts';
import type { ReportedRun } from './read-run.ts';
import { shownRun, type ShownRun } from './shown-run.ts';
import { trainingSection } from './training-section.ts';

/** The whole page as HTML. What comes from outside, such as titles, is escaped, and only our one script may run. */
export async function renderReport(run: ReportedRun): Promise<string> {
  const [style, script] = await Promise.all([
    styles(),
    readFile(join(import.meta.dirname, 'sort-table.js'), 'utf8'),
  ]);
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const head = [
    e('meta', { charset: 'utf-8' }),
    e('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    e('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    e('title', {}, `Trimtab: ${run.name}`),
  ];
  return `<!doctype html><html lang="en"><head>${htmlOf(head)}<style>${style}</style></head><body>${htmlOf(bodyOf(run))}<script>${script}</script></body></html>\n`;
}

/** Colours and looks of views, then those of the report itself. */
async function styles(): Promise<string> {
  const shared = ['colours.css', 'views.css'].map((file) =>
    fileURLToPath(import.meta.resolve(`@trimtab/shared/views/${file}`)),
  );
  const files = [...shared, join(import.meta.dirname, 'report.css')];
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function bodyOf(run: ReportedRun): View {
  const { name, manifest, config } = run;
  const shown = shownRun(run);
  const sections = [...sectionsOf(shown.model), trainingSection(run), allConcepts(shown)];
  const last = settings(run);
  const links = [...sections, last].map(({ id, title }) => e('li', {}, e('a', { href: `#${id}` }, title)));
  const pages = run.concepts.map((concept) => conceptPage(concept, shown.costs.get(concept.id) ?? [], run));
  return [
    e(
      'header',
      {},
      e('h1', {}, name),
      e(
        'p',
        { class: 'faint' },
        'Model version ',
        e('code', {}, manifest.modelVersion),
        `, ${day(manifest.createdAt)}, seed ${config.seed}`,
      ),
      e('nav', { 'aria-label': 'Sections' }, e('ul', {}, links)),
    ),
    e(
      'main',
      {},
      sections.map(sectionShown),
      e('section', { 'aria-label': 'Concepts, one by one' }, pages),
      sectionShown(last),
    ),
  ];
}

const sectionShown = ({ id, title, view }: Section): View =>
  e(
    'section',
    { id, class: 'panel', 'aria-labelledby': `${id}-title` },
    e('h2', { id: `${id}-title` }, title),
    view,
  );

function allConcepts({ model }: ShownRun): Section {
  return {
    id: 'concepts',
    title: 'All concepts',
    view: [
      e(
        'p',
        { class: 'prose' },
        'Share is how many of the first ten show a concept, at strength −1, 0 and +1. Cost is the quality that strength +1 loses. A column’s heading sorts by it.',
      ),
      conceptTable({ rows: model.concepts, sorting: null, hrefOf }),
    ],
  };
}

const settings = ({ config }: ReportedRun): Section => ({
  id: 'settings',
  title: 'Settings',
  view: e(
    'pre',
    { tabindex: 0, role: 'region', 'aria-label': 'Settings as JSON' },
    JSON.stringify(config, null, 2),
  ),
});
