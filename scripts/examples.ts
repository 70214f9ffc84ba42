// `npm run examples`: asks the built-in model what the documents show, and fails where an example no longer visibly works.
// `npm run examples -- --choose` prints histories and wishes that would.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { recommendationResponseSchema } from '@trimtab/shared/api.ts';
import { conceptsResponseSchema } from '@trimtab/shared/browse.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import { artifactFolder } from '@trimtab/trainer/run/files-of-run.ts';
import { homeFolder, openRun } from '@trimtab/trainer/run/run-folder.ts';
import { freePort } from '../demo/free-port.ts';
import { modelIn } from '../demo/model.ts';
import { prepareServing } from '../demo/prepare.ts';
import { publishLocally } from '../demo/publish-locally.ts';
import { startWorker } from '../demo/worker-process.ts';
import { examplesIn, faultOf } from './documented-examples.ts';

const root = join(import.meta.dirname, '..');
const DOCUMENTS = ['README.md', 'docs/api.md', 'docs/steering.md'];

const { values } = parseArgs({ options: { run: { type: 'string' }, choose: { type: 'boolean' } } });

/** @throws Error with what the Worker said, where it does not answer with 200 */
async function ask(url: string, path: string, body?: unknown): Promise<unknown> {
  const options = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(url + path, body === undefined ? {} : options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function check(url: string): Promise<number> {
  let faults = 0;
  for (const document of DOCUMENTS) {
    for (const example of examplesIn(await readFile(join(root, document), 'utf8'))) {
      const fault = faultOf(example, await ask(url, example.path, example.body));
      console.error(
        `${fault === null ? 'ok  ' : 'FAIL'} ${document}:${example.line} ${example.path}${fault ? `: ${fault}` : ''}`,
      );
      if (fault !== null) faults++;
    }
  }
  return faults;
}

/** Wishes whose concept the base list has one to four times, so that a reader sees it rise. */
async function choose(url: string): Promise<void> {
  const { concepts } = conceptsResponseSchema.parse(await ask(url, '/v1/concepts?kind=attribute'));
  const { samples } = samplesSchema.parse(await ask(url, '/v1/samples'));
  for (const { history } of samples) {
    const shown = history.slice(-3);
    for (const { id } of concepts) {
      const body = { history: shown, steering: { concepts: { [id]: { more: 2 } } }, compare: true };
      const { wishes = [], comparison } = recommendationResponseSchema.parse(
        await ask(url, '/v1/recommendations', body),
      );
      const [wish] = wishes;
      if (wish?.kept !== true || wish.base < 1 || wish.base > 4 || wish.came !== wish.base + 2) continue;
      console.log(
        JSON.stringify({
          history: shown,
          concept: id,
          base: wish.base,
          came: wish.came,
          replaced: comparison?.replaced,
        }),
      );
    }
  }
}

const persistTo = join(homeFolder(), 'demo');
const run = await openRun(homeFolder(), values.run);
const model = await modelIn(artifactFolder(run));
await prepareServing(persistTo);
await publishLocally({ ...model, persistTo, anew: true });
const worker = await startWorker({ port: await freePort(), persistTo, variables: {} });
try {
  if (values.choose === true) await choose(worker.url);
  else process.exitCode = (await check(worker.url)) === 0 ? 0 : 1;
} finally {
  await worker.stop();
}
