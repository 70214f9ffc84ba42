// `npm run demo`: train on a small data set, publish locally, and serve the API and the page on localhost.
import { join } from 'node:path';
import { Command } from 'commander';
import { build } from 'vite';
import type { RecommendationRequest } from '@trimtab/shared/api.ts';
import type { RunOptions } from '@trimtab/trainer/commands/options.ts';
import { newRunOf } from '@trimtab/trainer/commands/options.ts';
import { addRunOptions } from '@trimtab/trainer/command-line/run-options.ts';
import { removePartialFilesOnInterrupt } from '@trimtab/trainer/files/interrupt.ts';
import { fillItemStore } from '@trimtab/trainer/publish/item-database.ts';
import { openLocalItemDatabase } from '@trimtab/trainer/publish/local-item-database.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { promote } from '@trimtab/trainer/publish/pointer.ts';
import { publishArtifact } from '@trimtab/trainer/publish/publish.ts';
import { artifactFolder } from '@trimtab/trainer/run/files-of-run.ts';
import { homeFolder } from '@trimtab/trainer/run/run-folder.ts';
import type { Run } from '@trimtab/trainer/run/run-folder.ts';
import { runStages } from '@trimtab/trainer/run/stages.ts';
import { startBackend } from '@trimtab/trainer/tensorflow/backend.ts';
import { eventsSecretIn } from './events-secret.ts';
import type { Example } from './example.ts';
import { findExample } from './example.ts';
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
  const stopAborting = abortOnInterrupt();
  const persistTo = join(homeFolder(), 'demo');
  say('publishing, and building the page');
  await Promise.all([
    migrate(persistTo).then(() => publishLocally(run, persistTo)),
    build({ root: join(root, 'worker/studio'), logLevel: 'warn' }),
  ]);
  const { variables, token } = await demoSignIn();
  const EVENTS_SECRET = await eventsSecretIn(persistTo);
  say('starting the Worker');
  const worker = await startWorker({
    port: options.port,
    persistTo,
    variables: { ...variables, EVENTS_SECRET },
  });
  try {
    const example = await findExample(worker.url, artifactFolder(run));
    stopAborting();
    if (options.once === true) show(example);
    else await serve(worker, example, token);
  } finally {
    await worker.stop();
  }
}

const abort = (): void => process.exit(130);

/** Between training and serving, Ctrl-C ends the process at once, and the Worker with it. @returns stops doing so */
function abortOnInterrupt(): () => void {
  process.once('SIGINT', abort).once('SIGTERM', abort);
  return () => void process.off('SIGINT', abort).off('SIGTERM', abort);
}

function dataReason(data: string | undefined): string {
  if (data !== undefined && data !== 'generated') return `data: ${data}, asked for by option`;
  return 'data: the built-in generated films, since no --data was given; --data ml-latest-small or --data <folder> trains on real ones';
}

async function publishLocally(run: Run, persistTo: string): Promise<void> {
  const local = { configPath: join(root, 'wrangler.toml'), persistTo };
  const folder = artifactFolder(run);
  const items = await openLocalItemDatabase(local);
  await fillItemStore(items, { folder, keep: [], now: Date.now() }).finally(() => items.close());
  const store = await openLocalStore(local);
  try {
    const { modelVersion } = await publishArtifact(store, folder);
    await promote(store, modelVersion);
    say(`published ${modelVersion} to ${store.name}`);
  } finally {
    await store.close();
  }
}

const curl = (worker: RunningWorker, request: RecommendationRequest): string =>
  `curl -s ${worker.url}/v1/recommendations -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request).replaceAll("'", "'\\''")}'`;

/** Serves until Ctrl-C. */
async function serve(worker: RunningWorker, { history, concept }: Example, token: string): Promise<void> {
  const request = { history, steering: { concepts: { [concept.id]: 1 } }, limit: 5 };
  console.log(
    `\nThe page:  ${worker.url}\n           ${worker.url}/#token=${token} signs you in, to save presets`,
  );
  console.log(
    `\nAsk for recommendations, steered to ${concept.label}:\n\n${curl(worker, request)}\n\nCtrl-C stops it.`,
  );
  const interrupted = new Promise<null>((resolve) => {
    process.once('SIGINT', () => resolve(null));
    process.once('SIGTERM', () => resolve(null));
  });
  const lastWords = await Promise.race([interrupted, worker.ended]);
  if (lastWords !== null) throw new Error(`the Worker ended:\n${lastWords}`);
}

function show({ titles, concept, base, steered }: Example): void {
  console.log(`\nhistory: ${titles.join('; ')}\n`);
  const right = { title: `steered to ${concept.label} (●)`, items: steered, marked: concept.attribute ?? '' };
  console.log(sideBySide({ title: 'unsteered', items: base }, right, process.stdout.columns ?? 100));
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
