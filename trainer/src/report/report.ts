// The report of a run: one HTML file that needs nothing beside itself.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html, raw } from 'hono/html';
import { conceptPage } from './concept-page.ts';
import { inShort } from './in-short.ts';
import type { ReportedRun } from './read-run.ts';
import { conceptIndex, costSection, featuresSection, recommenderSection, type Html } from './sections.ts';
import { steeringSection } from './steering-section.ts';

/** The whole page as HTML. Titles and labels come from outside, so everything but our own charts is escaped. */
export async function renderReport(run: ReportedRun): Promise<string> {
  const style = await readFile(join(import.meta.dirname, 'report.css'), 'utf8');
  const sections = [
    await recommenderSection(run),
    await featuresSection(run),
    await steeringSection(run),
    await costSection(run),
    conceptIndex(run),
  ];
  const pages: Html[] = [];
  for (const concept of run.concepts) pages.push(await conceptPage(concept, run));
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Trimtab: ${run.name}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${run.name}</h1>
          <p>
            Model version <code>${run.manifest.modelVersion}</code>, ${run.manifest.createdAt.slice(0, 10)},
            seed ${run.config.seed}
          </p>
        </header>
        <main>
          <section id="in-short">
            <h2>In short</h2>
            <ul>
              ${inShort(run).map((sentence) => html`<li>${sentence}</li>`)}
            </ul>
            <nav>
              <a href="#recommender">Recommender</a> <a href="#features">Features</a>
              <a href="#steering">Steering</a> <a href="#cost">Cost</a> <a href="#concepts">Concepts</a>
              <a href="#settings">Settings</a>
            </nav>
          </section>
          ${sections} ${pages}
          <section id="settings">
            <h2>Settings</h2>
            <pre>${JSON.stringify(run.config, null, 2)}</pre>
          </section>
        </main>
      </body>
    </html>`;
  return page.toString();
}
