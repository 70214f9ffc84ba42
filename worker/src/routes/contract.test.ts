// The contract as strangers' tools read it: what every operation says of itself.
import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testApp, type Json } from '../../test/harness.ts';

const { ask } = testApp();

const says = (operation: Json, word: string): boolean => JSON.stringify(operation).includes(word);

/** What an operation must own up to, by what it takes. */
function expectedFailures(operation: Json): string[] {
  return [
    ...(operation['requestBody'] ? ['400', '413', '415'] : []),
    ...(operation['parameters'] ? ['400'] : []),
    ...(operation['security'] ? ['401', '403'] : []),
  ];
}

test('every operation says what it is, what it answers, and how it can fail', async () => {
  const { body } = await ask('GET', '/openapi.json');
  const operations = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  expect(operations.length).toBeGreaterThan(15);
  const silent = operations.filter(({ operation }) => {
    const statuses = Object.keys(operation['responses'] ?? {});
    const isWhole = Boolean(operation['summary']) && /^20[0-4]/.test(statuses.join());
    return !isWhole || expectedFailures(operation).some((status) => !statuses.includes(status));
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('every route under /v1 says that it reads the key of an app, and every write that it takes an Idempotency-Key', async () => {
  const { body } = await ask('GET', '/openapi.json');
  const operations = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  const silent = operations.filter(({ operation }) => !says(operation, '"appKey"'));
  expect(silent.map(({ name }) => name)).toEqual(['get /healthz']);
  const writes = operations.filter(
    ({ name }) => !name.startsWith('get ') && !/recommendations|suggest/.test(name),
  );
  expect(writes.length).toBeGreaterThan(8);
  expect(writes.filter(({ operation }) => !says(operation, 'idempotency-key'))).toEqual([]);
});

test('no answer is closed against fields to come, and none must fit two schemas at once', async () => {
  const { body } = await ask('GET', '/openapi.json');
  const closed = Object.entries(body['paths'] ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      [...JSON.stringify(responses).matchAll(/.{0,80}("additionalProperties":false|"allOf")/g)].map(
        ([place]) => `${method} ${path}: ${place}`,
      ),
    ),
  );
  expect(closed).toEqual([]);
});

test('every operation has a name of its own, and stands in a group that is described', async () => {
  const { body } = await ask('GET', '/openapi.json');
  const groups = (body['tags'] as unknown as { name: string }[]).map(({ name }) => name);
  const operations = Object.values(body['paths'] ?? {}).flatMap((methods) => Object.values(methods));
  const names = operations.map((operation) => operation['operationId'] as unknown as string);
  expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name ?? ''))).toEqual([]);
  expect(new Set(names).size).toBe(operations.length);
  const grouped = operations.filter(({ tags }) => groups.includes(String(tags?.[0])));
  expect(grouped).toHaveLength(operations.length);
  expect(body['servers']?.[0]?.['url']).toBe('/');
});

test('every route is in it, but those of the contract itself', async () => {
  const { paths = {} } = (await ask('GET', '/openapi.json')).body;
  const documented = Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  const served = createApp()
    .routes.map(({ path }) => path)
    .filter((path) => !path.endsWith('*'));
  expect(new Set(served)).toEqual(new Set([...documented, '/openapi.json']));
});
