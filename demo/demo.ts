// The demo from start to end: a model, the Worker that serves it, and something to look at.
import { join } from 'node:path';
import type { RecommendationRequest } from '@trimtab/shared/api.ts';
import type { RunOptions } from '@trimtab/trainer/commands/options.ts';
import { homeFolder } from '@trimtab/trainer/run/run-folder.ts';
import { eventsSecretIn } from './events-secret.ts';
import type { Example } from './example.ts';
import { findExample } from './example.ts';
import type { DemoModel } from './model.ts';
import { demoModel, describeQuality, qualityOf } from './model.ts';
import { refuseTakenPort } from './port.ts';
import { prepareServing } from './prepare.ts';
import { publishLocally } from './publish-locally.ts';
import { sideBySide } from './side-by-side.ts';
import { demoSignIn } from './sign-in.ts';
import { startIssuer } from './issuer.ts';
import { freePort } from './free-port.ts';
import type { Stopwatch } from './stopwatch.ts';
import { stopwatch } from './stopwatch.ts';
import type { RunningWorker } from './worker-process.ts';
import { startWorker } from './worker-process.ts';

export interface DemoOptions extends RunOptions {
  port: number;
  once?: boolean;
}

const say = (text: string): void => console.error(text);

export async function demo(options: DemoOptions): Promise<void> {
  const stopAbortingEarly = abortOnInterrupt();
  await refuseTakenPort(options.port);
  const watch = stopwatch();
  const persistTo = join(homeFolder(), 'demo');
  const preparing = prepareServing(persistTo);
  // How it went is heard below, when training is done, which Ctrl-C ends by itself: no handler waits for a busy loop.
  preparing.catch(() => {}).finally(stopAbortingEarly);
  const model = await demoModel({ options, watch, say });
  const stopAborting = abortOnInterrupt();
  await watch.time('prepare', () => preparing);
  const { worker, token, stop } = await serveModel(model, { port: options.port, persistTo, watch });
  try {
    const example = await watch.time('example', () => findExample(worker.url, model.folder));
    stopAborting();
    await report(options, model, watch, example);
    if (options.once !== true) await serve(worker, options.json === true ? null : example, token);
  } finally {
    await stop();
  }
}

const abort = (): void => process.exit(130);

/** Until it serves, Ctrl-C ends the process at once, and what it started with it. @returns stops doing so */
function abortOnInterrupt(): () => void {
  process.once('SIGINT', abort).once('SIGTERM', abort);
  return () => void process.off('SIGINT', abort).off('SIGTERM', abort);
}

/** Pages that somebody develops on this machine may call the demo. */
const ALLOWED_ORIGINS = 'http://localhost:*,http://127.0.0.1:*';

interface ServingOptions {
  port: number;
  persistTo: string;
  watch: Stopwatch;
}

interface Serving {
  worker: RunningWorker;
  token: string;
  stop(): Promise<void>;
}

/** The Worker with this model, whatever version somebody else has published into its folder meanwhile, and its issuer. */
async function serveModel(model: DemoModel, { port, persistTo, watch }: ServingOptions): Promise<Serving> {
  const address = `http://localhost:${await freePort()}`;
  const signIn = await demoSignIn({ issuer: address });
  const pages = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const audience = signIn.variables.AUTH_AUDIENCE;
  const issuer = await startIssuer({ issuer: address, pages, key: signIn.key, audience });
  const variables = {
    ...signIn.variables,
    ...issuer.variables,
    EVENTS_SECRET: await eventsSecretIn(persistTo),
    ALLOWED_ORIGINS,
  };
  const start = async (anew: boolean): Promise<RunningWorker> => {
    await watch.time('publish', () => publishLocally({ ...model, persistTo, anew }));
    say('starting the Worker');
    return watch.time('start', () => startWorker({ port, persistTo, variables }));
  };
  let worker = await start(false);
  if ((await servedVersion(worker)) !== model.modelVersion) {
    await worker.stop();
    worker = await start(true);
  }
  const stop = async (): Promise<void> => {
    await Promise.all([worker.stop(), issuer.stop()]);
  };
  return { worker, token: signIn.token, stop };
}

async function servedVersion({ url }: RunningWorker): Promise<string | undefined> {
  const response = await fetch(`${url}/healthz`);
  const { modelVersion } = (await response.json()) as { modelVersion?: string };
  return modelVersion;
}

/** What is printed once the Worker answers. */
async function report(
  { once, json }: DemoOptions,
  { folder, backend }: DemoModel,
  watch: Stopwatch,
  example: Example,
): Promise<void> {
  const quality = await qualityOf(folder);
  if (json === true) {
    const total = Math.round(performance.now() / 10) / 100; // since the process began
    console.log(JSON.stringify({ seconds: watch.seconds(), total, backend, quality }));
  } else if (once === true) show(example);
  if (quality !== null) say(describeQuality(quality));
}

const curl = (worker: RunningWorker, request: RecommendationRequest): string =>
  `curl -s ${worker.url}/v1/recommendations -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request).replaceAll("'", "'\\''")}'`;

/** Serves until Ctrl-C. */
async function serve(worker: RunningWorker, example: Example | null, token: string): Promise<void> {
  if (example !== null) invite(worker, example, token);
  const interrupted = new Promise<null>((resolve) => {
    process.once('SIGINT', () => resolve(null));
    process.once('SIGTERM', () => resolve(null));
  });
  const lastWords = await Promise.race([interrupted, worker.ended]);
  if (lastWords !== null) throw new Error(`the Worker ended:\n${lastWords}`);
}

function invite(worker: RunningWorker, { history, concept, wish }: Example, token: string): void {
  const request = { history, steering: { concepts: { [concept.id]: wish } } };
  console.log(
    `\nThe page:  ${worker.url}, where any name signs you in\n           ${worker.url}/#token=${token} signs you in at once`,
  );
  console.log(
    `\nAsk for recommendations with more ${concept.label} than before:\n\n${curl(worker, request)}\n\nCtrl-C stops it.`,
  );
}

function show({ titles, concept, base, steered }: Example): void {
  console.log(`\nhistory: ${titles.join('; ')}\n`);
  const right = {
    title: `three more of ${concept.label} (●)`,
    items: steered,
    marked: concept.attribute ?? '',
  };
  console.log(sideBySide({ title: 'unsteered', items: base }, right, process.stdout.columns ?? 100));
}
