// `npm run demo`: train on a small data set, publish locally, and serve the API and the page on localhost.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { build } from 'vite';
import type { RecommendationRequest, RecommendationResponse } from '@trimtab/shared/api.ts';
import { byPopularity, catalogueSchema } from '@trimtab/shared/catalogue.ts';
import type { Catalogue } from '@trimtab/shared/catalogue.ts';
import type { Concept } from '@trimtab/shared/concepts.ts';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import type { RunOptions } from '@trimtab/trainer/commands/options.ts';
import { addRunOptions, newRunOf } from '@trimtab/trainer/commands/options.ts';
import { removePartialFilesOnInterrupt } from '@trimtab/trainer/files/interrupt.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';
import { artifactFolder } from '@trimtab/trainer/run/files-of-run.ts';
import { homeFolder } from '@trimtab/trainer/run/run-folder.ts';
import type { Run } from '@trimtab/trainer/run/run-folder.ts';
import { runStages } from '@trimtab/trainer/run/stages.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { sideBySide } from './side-by-side.ts';
import { demoSignIn } from './sign-in.ts';
import type { RunningWorker } from './worker-process.ts';
import { migrate, startWorker } from './worker-process.ts';

const root = join(import.meta.dirname, '..');
const say = (text: string): void => console.error(text);

interface DemoOptions extends RunOptions {
  port: number;
  once?: boolean;
}

async function demo(options: DemoOptions): Promise<void> {
  const backend = await startBackend(options.backend === undefined ? {} : { backend: options.backend });
  say(backend.reason);
  say(dataReason(options.data));
  const run = await newRunOf(options);
  const stopWatching = removePartialFilesOnInterrupt(run.folder);
  await runStages({ run, backend, until: 'export' });
  stopWatching();
  const persistTo = join(homeFolder(), 'demo');
  await publishLocally(run, persistTo);
  say('building the page');
  await build({ root: join(root, 'worker/studio'), logLevel: 'warn' });
  await migrate(persistTo);
  const { variables, token } = await demoSignIn();
  say('starting the Worker');
  const worker = await startWorker({ port: options.port, persistTo, variables });
  if (options.once === true) await once(worker, run);
  else await serve(worker, run, token);
}

function dataReason(data: string | undefined): string {
  if (data !== undefined && data !== 'generated') return `data: ${data}, asked for by option`;
  return 'data: the built-in generated films, since no --data was given; --data ml-latest-small or --data <folder> trains on real ones';
}

async function publishLocally(run: Run, persistTo: string): Promise<void> {
  const store = await openLocalStore({ configPath: join(root, 'wrangler.toml'), persistTo });
  try {
    const { modelVersion } = await publishArtifact(store, artifactFolder(run));
    await promote(store, modelVersion);
    say(`published ${modelVersion} to ${store.name}`);
  } finally {
    await store.close();
  }
}

/** A history to try, and a concept to steer it by. */
function example(run: Run): { history: string[]; concept: Concept; catalogue: Catalogue } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(artifactFolder(run), file), 'utf8'));
  const catalogue = catalogueSchema.parse(read('catalogue.json'));
  const { concepts } = conceptsSchema.parse(read('concepts.json'));
  const concept = concepts.find((candidate) => candidate.kind === 'attribute') ?? concepts[0];
  if (concept === undefined)
    throw new Error('no concept was found in this model: train longer, or on more data');
  const samples = existsSync(join(artifactFolder(run), 'samples.json'))
    ? samplesSchema.parse(read('samples.json')).samples
    : [];
  const popular = byPopularity(catalogue.counts).slice(0, 8);
  const history = samples[0]?.history ?? popular.map((item) => catalogue.ids[item] ?? '');
  return { history: history.slice(-8), concept, catalogue };
}

const curl = (worker: RunningWorker, request: RecommendationRequest): string =>
  `curl -s ${worker.url}/v1/recommendations -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request).replaceAll("'", "'\\''")}'`;

/** Serves until Ctrl-C. */
async function serve(worker: RunningWorker, run: Run, token: string): Promise<void> {
  const { history, concept } = example(run);
  const request = { history, steering: { concepts: { [concept.id]: 1 } }, limit: 5 };
  console.log(`\nThe page:          ${worker.url}/#token=${token}`);
  console.log(`The API:           ${worker.url}/v1/model`);
  console.log(`Steered to ${concept.label}:\n\n${curl(worker, request)}\n\nCtrl-C stops it.`);
  const interrupted = new Promise<null>((resolve) => {
    process.once('SIGINT', () => resolve(null));
    process.once('SIGTERM', () => resolve(null));
  });
  const lastWords = await Promise.race([interrupted, worker.ended]);
  if (lastWords !== null) throw new Error(`the Worker ended:\n${lastWords}`);
  await worker.stop();
}

/** Asks once, unsteered and steered, prints both lists, and stops the Worker. */
async function once(worker: RunningWorker, run: Run): Promise<void> {
  try {
    const { history, concept, catalogue } = example(run);
    const ask = async (concepts: Record<string, number>): Promise<RecommendationResponse> => {
      const body: RecommendationRequest = { history, steering: { concepts } };
      const response = await fetch(`${worker.url}/v1/recommendations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as RecommendationResponse;
    };
    const [base, steered] = [await ask({}), await ask({ [concept.id]: 1 })];
    console.log(
      `\nhistory: ${history.map((id) => catalogue.titles[catalogue.ids.indexOf(id)] ?? id).join('; ')}\n`,
    );
    const right = {
      title: `steered to ${concept.label} (●)`,
      items: steered.items,
      marked: concept.attribute ?? '',
    };
    console.log(sideBySide({ title: 'unsteered', items: base.items }, right, process.stdout.columns ?? 100));
  } finally {
    await worker.stop();
  }
}

const program = addRunOptions(new Command('demo'))
  .description('Train on a small data set, publish locally, and serve steered recommendations on localhost.')
  .option('--port <n>', 'port of the page and the API', Number, 8787)
  .option('--once', 'ask for two lists, print them and stop');

try {
  await program.parseAsync();
  await demo(program.opts());
} catch (error) {
  say(error instanceof Error ? `demo: ${error.message}` : String(error));
  process.exitCode = 1;
}
