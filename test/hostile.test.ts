// Thousands of hostile requests against the built Worker: none may break it, hang it, or make it tell what it must not.
import { request, type IncomingHttpHeaders } from 'node:http';
import * as fc from 'fast-check';
import { withoutReferences } from './without-references.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSignIn } from '../demo/sign-in.ts';
import { hostileRequest, type Contract, type HostileRequest } from './hostile-requests.ts';
import { serveTiny, type Served } from './served-tiny.ts';

/** `npm run hostile` sends ten thousand. */
const REQUESTS = Number(process.env['HOSTILE_REQUESTS'] ?? 500);
const SENDERS = 8;
const LONGEST_MS = 20_000;

/** Stands in what another person saved, and so in no answer to anybody else. */
const SECRET = 'kept-by-somebody-else';

/** Stacks and paths of the sources, of a library, or of the machine. */
const INSIDE = /\.ts:\d|node_modules|\n\s+at |worker\/src|D1_ERROR|SQLITE|\/tmp\//;

let served: Served;
let contract: Contract;
let ids: string[];
let token: string;

beforeAll(async () => {
  const signIn = await demoSignIn();
  token = await signIn.tokenOf('mallory');
  served = await serveTiny({
    variables: { ...signIn.variables, RATE_LIMITS: 'off', EVENTS_SECRET: 'a secret that only this test has' },
  });
  contract = withoutReferences((await (await fetch(`${served.url}/openapi.json`)).json()) as Contract);
  const saved = await fetch(`${served.url}/v1/presets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await signIn.tokenOf('ada')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: SECRET, concepts: { 'genre:horror': 1 } }),
  });
  if (saved.status !== 201) throw new Error(`the preset was not saved: ${await saved.text()}`);
  const { id } = (await saved.json()) as { id: string };
  ids = [id, 'i1', 'i2', 'i29', 'genre:horror', 'genre:comedy', '1', '0.5'];
}, 120_000);

afterAll(() => served?.stop());

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** On a connection of its own: one that is kept may be closed by the other side just as it is used again. */
function send({ method, path, headers, body }: HostileRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(headers), agent: false, timeout: LONGEST_MS };
    const sent = request(served.url + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer within ${LONGEST_MS} ms`)));
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });
}

/** What is wrong with how a request was answered; empty when nothing is. */
async function faultsOf(hostile: HostileRequest): Promise<string[]> {
  const { status, headers, text } = await send(hostile);
  const told = INSIDE.exec(text)?.[0];
  return [
    ...(status >= 500 ? [`answered ${status}: ${text}`] : []),
    ...(headers['x-request-id'] === undefined ? ['had no x-request-id'] : []),
    ...(text.includes(SECRET) ? ['told what is another person’s'] : []),
    ...(told === undefined ? [] : [`told of the inside: ${told}`]),
    ...(status < 400 || isProblem(headers, text) ? [] : [`failed without a problem: ${status} ${text}`]),
  ];
}

const isProblem = (headers: IncomingHttpHeaders, text: string): boolean =>
  headers['content-type'] === 'application/problem+json' &&
  (JSON.parse(text) as { type: string }).type.startsWith('urn:trimtab:problem:');

test(`${REQUESTS} hostile requests: no 5xx, no hang, nothing told`, { timeout: 900_000 }, async () => {
  const requests = hostileRequest(contract, { ids, tokens: [token] });
  const senders = Array.from({ length: SENDERS }, (_, seed) =>
    fc.assert(
      fc.asyncProperty(requests, async (hostile) => {
        const faults = await faultsOf(hostile);
        if (faults.length > 0) throw new Error(faults.join('; ').slice(0, 2000));
      }),
      { seed, numRuns: Math.ceil(REQUESTS / SENDERS) },
    ),
  );
  await Promise.all(senders);
  expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
});
