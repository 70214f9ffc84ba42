// Requests to S3 over connections that are cut and that hang: a real server on this machine which does both.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bucketFiles, readText } from '../events/event-files.ts';
import { sha256 } from '../files/hash.ts';
import { openS3Store, type S3StoreOptions } from './s3-store.ts';

const BODY = 'x'.repeat(100_000);
const PATIENCE = { stallMs: 300, attempts: 3, firstPauseMs: 1 };

type Reply = (response: ServerResponse) => void;

const whole: Reply = (response) => response.writeHead(200, { etag: '"1"' }).end(BODY);
const busy: Reply = (response) => response.writeHead(503).end();
/** The connection ends before the answer begins. */
const cut: Reply = (response) => response.destroy();
/** Half of the body comes, and then the connection ends. */
const cutInside: Reply = (response) => {
  response.writeHead(200, { 'content-length': BODY.length, etag: '"1"' });
  response.write(BODY.slice(0, 50_000), () => response.destroy());
};
const hanging: Reply = () => undefined;
/** Half of the body comes, and then nothing. */
const hangingInside: Reply = (response) => {
  response.writeHead(200, { 'content-length': BODY.length, etag: '"1"' });
  response.write(BODY.slice(0, 50_000));
};

const list: Reply = (response) => response.end('<Contents><Key>events/1.ndjson</Key></Contents>');

let server: Server;
let asked: string[];
let replies: Reply[];
let options: S3StoreOptions;

beforeEach(async () => {
  [asked, replies] = [[], []];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => (replies.shift() ?? whole)(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  options = { endpoint, bucket: 'b', accessKeyId: 'k', secretAccessKey: 's', patience: PATIENCE };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const KINDS: [string, Reply][] = [
  ['cut', cut],
  ['cut in the middle', cutInside],
  ['hanging', hanging],
  ['hanging in the middle', hangingInside],
  ['a busy store', busy],
];

describe.each(KINDS)('%s', (_, bad) => {
  it('twice: a file is read whole all the same', async () => {
    replies = [bad, bad];
    const object = await openS3Store(options).get('file');
    expect(object?.bytes).toEqual(new TextEncoder().encode(BODY));
    expect(asked).toEqual(['GET /b/file', 'GET /b/file', 'GET /b/file']);
  });

  it('once: a file is put again, the same', async () => {
    replies = [bad];
    const bytes = new TextEncoder().encode(BODY);
    const put = { sha256: sha256(bytes), contentType: 'text/plain' };
    expect(await openS3Store(options).put('file', bytes, put)).toBe(true);
    expect(asked).toEqual(['PUT /b/file', 'PUT /b/file']);
  });

  it('for ever: it is given up, and said of what', async () => {
    replies = [bad, bad, bad, bad];
    const code = bad === busy ? 'store-failure' : 'no-answer';
    await expect(openS3Store(options).get('file')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('GET file in bucket b at 127.0.0.1') as unknown,
    });
    expect(asked).toHaveLength(3);
  });

  it('files of events are listed and read all the same', async () => {
    replies = [bad, list, bad];
    const files = bucketFiles(options);
    expect(await files.list('events/')).toEqual([{ key: 'events/1.ndjson', version: '' }]);
    expect(await readText(files, 'events/1.ndjson')).toBe(BODY);
    expect(asked).toHaveLength(4);
  });
});

it('what is refused is not asked again', async () => {
  replies = [(response) => response.writeHead(403).end('<Code>AccessDenied</Code>')];
  await expect(openS3Store(options).get('file')).rejects.toThrow('answered 403 (AccessDenied)');
  expect(asked).toHaveLength(1);
});
