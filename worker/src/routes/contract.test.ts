// The contract as strangers' tools read it: what every operation, schema and property says of itself.
import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { NAMED } from '../contract/components.ts';
import { documentOf } from '../contract/document.ts';
import { isNode, nameIn, type Node } from '../contract/hoist.ts';
import { listOf, testApp, type Json } from '../../test/harness.ts';
import { page } from './page.ts';

const { ask } = testApp();
const contract = (await ask('GET', '/openapi.json')).body;

const operations = Object.entries(contract['paths'] ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
);
const schemas = (contract['components']?.['schemas'] ?? {}) as Record<string, Json>;

const says = (operation: Json, word: string): boolean => JSON.stringify(operation).includes(word);

/** A parameter or response where a reference to one stands. */
function resolved(node: Json): Json {
  const path = String(node['$ref'] ?? '').split('/');
  return path.length === 1 ? node : path.slice(1).reduce((at: Json, key) => at[key] as Json, contract);
}

/** What an operation lists under a key; nothing where it lacks it. */
const listIn = (operation: Json, key: string): Json[] =>
  operation[key] === undefined ? [] : listOf(operation[key]);

const parametersOf = (operation: Json): Json[] => listIn(operation, 'parameters').map(resolved);

/** What an operation must own up to, by what it takes. */
function expectedFailures(operation: Json): string[] {
  const isSecured = listIn(operation, 'security').length > 0;
  return [
    ...(operation['requestBody'] ? ['400', '413', '415'] : []),
    ...(parametersOf(operation).length > 0 ? ['400'] : []),
    ...(isSecured ? ['401', '403'] : []),
  ];
}

test('every operation says what it is, what it answers, and how it can fail', () => {
  expect(operations.length).toBeGreaterThan(15);
  const silent = operations.filter(({ operation }) => {
    const statuses = Object.keys(operation['responses'] ?? {});
    const isWhole =
      Boolean(operation['summary']) && Boolean(operation['description']) && /^20[0-4]/.test(statuses.join());
    return !isWhole || expectedFailures(operation).some((status) => !statuses.includes(status));
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('every route under /v1 says that it reads the key of an app, and every write that it takes an Idempotency-Key', () => {
  const silent = operations.filter(({ operation }) => !says(operation, '"appKey"'));
  expect(silent.map(({ name }) => name)).toEqual(['get /healthz']);
  const writes = operations.filter(
    ({ name }) => !name.startsWith('get ') && !/recommendations|suggest/.test(name),
  );
  expect(writes.length).toBeGreaterThan(8);
  expect(writes.filter(({ operation }) => !says(operation, 'idempotency-key'))).toEqual([]);
});

/** Names of the schemas that a node leads to, however far. */
function reached(node: unknown, seen: Set<string> = new Set()): Set<string> {
  for (const [, name = ''] of JSON.stringify(node ?? '').matchAll(/#\/components\/schemas\/(\w+)/g)) {
    if (seen.has(name)) continue;
    seen.add(name);
    reached(schemas[name], seen);
  }
  return seen;
}

test('no answer is closed against fields to come, and none must fit two schemas at once', () => {
  const answers = operations.flatMap(({ operation }) =>
    Object.values(operation['responses'] ?? {}).map((answer) => resolved(answer as Json)),
  );
  const names = [...reached(answers)];
  expect(names.length).toBeGreaterThan(20);
  expect(
    names.filter((name) => /"additionalProperties":false|"allOf":/.test(JSON.stringify(schemas[name]))),
  ).toEqual([]);
});

test('every operation has a name of its own, and stands in a group that is described', () => {
  const groups = listOf(contract['tags']).map(({ name }) => String(name));
  const names = operations.map(({ operation }) => String(operation['operationId']));
  expect(names.filter((name) => !/^[a-z][A-Za-z]+$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(operations.length);
  const grouped = operations.filter(({ operation }) => groups.includes(String(operation['tags']?.[0])));
  expect(grouped).toHaveLength(operations.length);
  expect(contract['servers']?.[0]?.['url']).toBe('/');
});

test('every route is in it, but those of the contract itself and of the page', () => {
  const documented = Object.keys(contract['paths'] ?? {}).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  const served = createApp()
    .routes.map(({ path }) => path)
    .filter((path) => !path.endsWith('*'));
  const ofPage = page.routes.map(({ path }) => path);
  expect(new Set(served)).toEqual(new Set([...documented, ...ofPage, '/openapi.json']));
});

/** Places of objects that no name leads to: each name stands once, so nothing of the contract is told twice. */
function inlined(node: unknown, place: string): string[] {
  if (Array.isArray(node)) return node.flatMap((part, i) => inlined(part, `${place}/${i}`));
  if (!isNode(node)) return [];
  const own = isNode(node['properties']) && node['type'] !== undefined ? [place] : [];
  const parts = Object.entries(node).filter(([key]) => !/^(examples?|default)$/.test(key));
  return [...own, ...parts.flatMap(([key, part]) => inlined(part, `${place}/${key}`))];
}

test('every object has a name, and every name is used', () => {
  const places = inlined(contract, '').filter((place) => !/^\/components\/schemas\/\w+$/.test(place));
  expect(places).toEqual([]);
  expect(NAMED.map(({ name }) => name).toSorted()).toEqual(Object.keys(schemas).toSorted());
});

const exampleOf = (one: Json) => one['example'] ?? one['examples']?.['default']?.['value'];

const isTold = (node: Node, example: unknown): boolean =>
  String(node['description'] ?? '').length > 4 && example !== undefined;

test('every schema and property, parameter and header is described, with an example', () => {
  const properties = Object.entries(schemas).flatMap(([name, schema]) =>
    Object.entries(schema['properties'] ?? {}).map(([property, part]) => ({
      name: `${name}.${property}`,
      part,
    })),
  );
  expect(properties.length).toBeGreaterThan(200);
  expect(
    properties.filter(({ part }) => !isTold(part, part['examples']?.[0])).map(({ name }) => name),
  ).toEqual([]);
  expect(Object.keys(schemas).filter((name) => !schemas[name]?.['description'])).toEqual([]);
  const others = [
    ...operations.flatMap(({ operation }) => parametersOf(operation)),
    ...Object.values((contract['components']?.['headers'] ?? {}) as Record<string, Json>),
  ];
  expect(others.filter((one) => !isTold(one, exampleOf(one)))).toEqual([]);
});

test('every body has an example, and it is one', () => {
  const bySchema = new Map(NAMED.map(({ name, schema }) => [name, schema]));
  const bodies = operations.flatMap(({ name, operation }) =>
    [operation['requestBody'], ...Object.values(operation['responses'] ?? {})].flatMap((body) =>
      Object.values(body === undefined ? {} : (resolved(body as Json)['content'] ?? {})).map((content) => ({
        name,
        content,
      })),
    ),
  );
  expect(bodies.length).toBeGreaterThan(50);
  const wrong = bodies.flatMap(({ name, content }) => {
    const schema = bySchema.get(nameIn(content['schema']?.['$ref']) ?? '');
    const { success } = schema?.safeParse(content['example']) ?? { success: false };
    return success ? [] : [name];
  });
  expect(wrong).toEqual([]);
});

test('what is told apart by a field says by which', () => {
  expect(schemas['Event']?.['discriminator']).toEqual({
    propertyName: 'type',
    mapping: {
      interaction: '#/components/schemas/Interaction',
      impression: '#/components/schemas/Impression',
      not_interested: '#/components/schemas/Refusal',
    },
  });
  const blind = Object.keys(schemas).filter(
    (name) => schemas[name]?.['oneOf'] && !schemas[name]?.['discriminator'],
  );
  expect(blind).toEqual([]);
});

test('the document is the same each time it is made', () => {
  expect(JSON.stringify(documentOf(createApp()))).toBe(JSON.stringify(documentOf(createApp())));
});
