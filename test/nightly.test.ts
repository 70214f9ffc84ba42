// Five nights of `trimtab nightly`, as an operator runs them on a laptop: against local R2 and D1, one process a night. The
// built Worker is asked in runtime-gate.test.ts.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '@trimtab/shared/look-up.ts';
import { eventFileKey } from '@trimtab/shared/events.ts';
import { pointerSchema, POINTER_KEY } from '@trimtab/shared/manifest.ts';
import { openLocalBinding } from '@trimtab/trainer/publish/local-binding.ts';
import { openLocalStore } from '@trimtab/trainer/publish/local-store.ts';
import { decoderOf } from '@trimtab/trainer/concepts/direction.ts';
import { readTraining } from '@trimtab/trainer/lineage/training-files.ts';
import { cosine } from '@trimtab/trainer/math/cosine.ts';
import type { RunConfigInput } from '@trimtab/trainer/config/schema.ts';
import { recordSchema, type NightRecord } from '@trimtab/trainer/night/record.ts';
import { SMALL, writeTables } from '@trimtab/trainer/testing/small-run.ts';
import { generateDataset } from '@trimtab/trainer/data/generated/generated.ts';
import { historyOf } from '@trimtab/trainer/data/dataset.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../demo/worker-process.ts';

const root = join(import.meta.dirname, '..');
const configPath = join(root, 'wrangler.toml');

/** People of the base data, and people who come by the app. */
const PEOPLE = 210;
const NEW_PEOPLE = 20;
const ALL = generateDataset({ seed: 3, users: PEOPLE + NEW_PEOPLE, items: 50 });

/** So few people and so little training show no lead over baselines, and no fine concepts. */
const GATES = {
  ranking: { aboveBaselines: -1 },
  concepts: {
    gain: -1,
    mostGain: 5,
    cost: 1,
    attributeSurvival: 0,
    emergentSurvival: 0,
    labelScore: 0,
    labelScoreWorseBy: 1,
  },
  autoencoder: { worseBy: 1 },
};

let home: string;
let persistTo: string;
let data: { source: string; items: string };

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trimtab-nights-'));
  persistTo = join(home, 'state');
  await migrate(persistTo);
  data = await writeTables(home, { ...ALL, ...firstUsers(PEOPLE) });
  await writeFile(join(home, 'gates.json'), JSON.stringify(GATES));
  const config: RunConfigInput = {
    ...SMALL,
    recommender: { hiddenSize: 16, feedForwardSize: 32, maxLength: 20 },
    training: { ...SMALL.training, batchTokens: 1024, maxEpochs: 4, validationUsers: 50 },
    autoencoder: { ...SMALL.autoencoder, latents: 32, k: 6, epochs: 4 },
    concepts: {
      minItems: 8,
      maxEmergent: 0,
      calibrationUsers: 30,
      basisSize: 4,
      confirmed: false,
      methods: [],
    },
    evaluation: { controls: false, steeringUsers: 20, parityUsers: 30 },
  };
  await writeFile(join(home, 'config.json'), JSON.stringify(config));
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));

function firstUsers(count: number): { userIds: string[]; offsets: Int32Array } {
  return { userIds: ALL.userIds.slice(0, count), offsets: ALL.offsets.slice(0, count + 1) };
}

/** The command of one night. @returns its exit status and its record */
async function night(date: string, ...more: string[]): Promise<{ status: number; record: NightRecord }> {
  const given = ['--data', data.source, '--items', data.items, '--config', join(home, 'config.json')];
  const where = [
    '--no-runtime',
    '--persist-to',
    persistTo,
    '--gates',
    join(home, 'gates.json'),
    '--date',
    date,
    '--json',
  ];
  const args = [join(root, 'trainer/bin/trimtab.mjs'), 'nightly', ...given, ...where, ...more];
  const env = { ...process.env, TRIMTAB_HOME: home, GITHUB_STEP_SUMMARY: join(home, 'page.md') };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, cwd: home, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : Number(error.code);
      try {
        resolve({ status, record: recordSchema.parse(JSON.parse(stdout)) });
      } catch (cause) {
        reject(new Error(`the night of ${date} ended with ${status}: ${stderr.slice(-2000)}`, { cause }));
      }
    });
  });
}

/** As the Worker's queue writes them. */
async function send(day: string, events: readonly object[]): Promise<void> {
  interface Bucket {
    put(key: string, text: string): Promise<unknown>;
  }
  const { binding, close } = await openLocalBinding<Bucket>(
    { configPath, persistTo },
    'EVENTS',
    'r2_buckets',
  );
  await binding.put(eventFileKey(day, 'sent'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  await close();
}

const taken = (person: string, item: string, minute: number): object => {
  const time = new Date(Date.parse('2026-11-26T00:00:00Z') + 60_000 * minute).toISOString();
  return {
    type: 'interaction',
    id: `event-${person}-${Math.round(60 * minute)}`,
    at: time,
    item,
    person,
    receivedAt: time,
  };
};

const idOf = (item: number): string => at(ALL.catalogue.ids, item);

const histories = (): object[] =>
  Array.from({ length: NEW_PEOPLE }, (_, i) =>
    Array.from(historyOf(ALL, PEOPLE + i), (item, place) => taken(`app-${i}`, idOf(item), 60 * place)),
  ).flat();

/** A bot that takes an item a second, as many as all people together. */
const bot = (): object[] => Array.from({ length: 1000 }, (_, i) => taken('bot', idOf(i % 50), i / 60));

async function serving(): Promise<string> {
  const store = await openLocalStore({ configPath, persistTo });
  const stored = await store.get(POINTER_KEY);
  await store.close();
  return pointerSchema.parse(JSON.parse(new TextDecoder().decode(stored?.bytes))).current;
}

/** The decoder's rows of the night's autoencoder. */
async function directions({ candidate = '' }: NightRecord): Promise<Float32Array[]> {
  const { sae } = await readTraining(join(home, 'training', candidate));
  const { data: rows, hiddenSize: d } = decoderOf(sae);
  return Array.from({ length: rows.length / d }, (_, latent) => rows.subarray(latent * d, (latent + 1) * d));
}

const failedRules = ({ gates }: NightRecord): string[] => [
  ...new Set(gates?.rules.flatMap(({ name, passed }) => (passed ? [] : [name]))),
];

test('five nights: promoted, promoted with what apps sent, unchanged, refused data, held back', async () => {
  const first = await night('2026-11-26');
  expect([first.status, first.record.outcome, first.record.error]).toEqual([0, 'promoted', undefined]);
  expect(await serving()).toBe(first.record.candidate);

  await send('2026-11-26', [...histories(), ...bot()]);
  const second = await night('2026-11-27');
  expect([second.status, second.record.outcome, second.record.error]).toEqual([0, 'promoted', undefined]);
  expect(await serving()).toBe(second.record.candidate);
  expect(second.record.candidate).not.toBe(first.record.candidate);
  expect([first.record.start, second.record.start]).toEqual(['anew', 'warm']);
  const [before, now] = [await directions(first.record), await directions(second.record)];
  expect(Math.min(...now.map((row, latent) => cosine(row, at(before, latent))))).toBeCloseTo(1, 5); // rows are float32
  expect(second.record.data).toMatchObject({ bots: 1, dropped: 1000, people: PEOPLE + NEW_PEOPLE });
  expect(second.record.steps.map(({ name }) => name)).toEqual([
    'gather',
    'check',
    'train',
    'autoencoder',
    'concepts',
    'evaluate',
    'export',
    'gates',
    'publish',
    'smoke',
    'promote',
    'summary',
  ]);
  const page = await readFile(join(home, 'page.md'), 'utf8');
  expect(page).toContain('# Night of 2026-11-27: promoted');
  expect(page).toContain('1000 of 1 bots');
  expect(await readFile(join(home, 'nights/2026-11-27/report.html'), 'utf8')).toContain('<html');

  const third = await night('2026-11-28');
  expect([third.status, third.record.outcome]).toEqual([0, 'unchanged']);
  expect(third.record.steps.map(({ name }) => name)).toEqual(['gather', 'summary']);

  const rows = (await readFile(data.source, 'utf8')).split('\n');
  await writeFile(data.source, rows.slice(0, rows.length / 2).join('\n'));
  const fourth = await night('2026-11-29');
  expect([fourth.status, fourth.record.outcome]).toEqual([4, 'data refused']);
  expect(fourth.record.error).toMatch(/interactions, after/);
  await writeFile(data.source, rows.join('\n'));

  // What changed is worth a training, which begins anew and has time for one epoch; the operator asks for a lead over
  // baselines that nobody can have, since so few people cannot tell one epoch from four.
  await send('2026-11-27', [taken('app-0', idOf(3), 9000)]);
  const strict = { ...GATES, ranking: { aboveBaselines: 1 } };
  await writeFile(join(home, 'gates.json'), JSON.stringify(strict));
  const fifth = await night('2026-11-30', '--budget', '1s', '--full-every', '0');
  expect([fifth.status, fifth.record.outcome, fifth.record.start]).toEqual([3, 'held back', 'anew']);
  expect(failedRules(fifth.record)).toContain('ranking.aboveBaselines');
  expect(await serving()).toBe(second.record.candidate);
}, 1_200_000);
