import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { exampleRun } from '../../testing/example-run.ts';
import { renderReport } from './report.ts';

test('the page stands by itself, and what comes from outside is escaped', async () => {
  const run = exampleRun();
  run.catalogue.titles[0] = '<script>alert("first")</script>';
  const page = await renderReport(run);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;alert(&quot;first&quot;)&lt;/script&gt;');
  expect(page).not.toMatch(/(src|href)="http/);
});

test('its policy lets its own script and styles through and nothing else', async () => {
  const page = await renderReport(exampleRun());
  const [, script = ''] = /<script>([^]*)<\/script>/.exec(page) ?? [];
  const [, policy = ''] = /content="(default-src[^"]*)"/.exec(page) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  expect(policy).toContain(`default-src 'none'`);
  expect(policy).toContain(`script-src 'sha256-${hash}'`);
  expect(policy).not.toContain('unsafe');
});

test('it shows the model as the studio does, how it learnt, and each concept', async () => {
  const page = await renderReport(exampleRun());
  const sections = [...page.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
  expect(sections).toEqual([
    'in-short',
    'standing',
    'trust',
    'steering',
    'order',
    'promise',
    'methods',
    'features',
    'served',
    'words',
    'training',
    'concepts',
    'settings',
  ]);
  for (const id of sections) expect(page).toContain(`<a href="#${id}">`);
  expect(page).toContain('<article id="concept-genre-comedy"');
  expect(page).toContain('href="#concept-genre-comedy"');
  expect(page).toContain('It is made of latent 0 (moved by 1.00, read by 1.00).');
});

test('figures of the run are in it: baselines, steering, hidden halves, sizes, times and epochs', async () => {
  const page = await renderReport(exampleRun());
  expect(page).toContain(
    'The best plainer way, what usually comes next (Markov chain), puts the next title higher: NDCG@10 0.200 against 0.250, −0.050 (95%: −0.070 to −0.030).',
  );
  expect(page).toContain(
    '<th scope="row">add@blocks.0</th><td>labels of attributes</td><td class="number">0.90</td>',
  );
  expect(page).toContain(
    '<th scope="row">classifier</th><td>anchors of nameless concepts</td><td class="number">0.20</td>',
  );
  expect(page).toContain(
    '<th scope="row">NDCG@10 of re-ranking by a quota</th><td class="number">0.1700</td>',
  );
  expect(page).toContain('0.25 MiB'); // of the autoencoder: 2^18 of 2^20 bytes
  expect(page).toContain('on wasm, at 12,000 tokens a second.');
  expect(page).toContain('loss: 6.0 at 1, 5.0 at 2.');
});
