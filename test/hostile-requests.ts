// Requests that mean harm, made from the contract itself: each fits its route's schema, almost fits it, or not at all.
import * as fc from 'fast-check';

/** What of OpenAPI 3.1 tells how a request may look. */
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  maxItems?: number;
}

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Contract {
  paths: Record<string, Record<string, Operation>>;
}

export interface HostileRequest {
  method: string;
  path: string;
  headers: [string, string][];
  body: string | Uint8Array | null;
}

const NASTY = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  "' OR 1=1 --",
  '%00',
  '\u0000',
  '\uD800',
  'e\u0301\u202E\u{1F9ED}',
  '<script>alert(1)</script>',
  'x'.repeat(5000),
  'NaN',
  '-0',
  '1e999',
];

const nasty = fc.constantFrom(...NASTY);

/** Text that JSON allows and the schema language cannot say: what parsers and databases trip over. */
const RAW_BODIES: (string | Uint8Array)[] = [
  '',
  '{',
  'null',
  '[]',
  '{"history":[NaN],"limit":Infinity}',
  '{"history":[],"limit":1e999}',
  '{"history":[],"limit":1,"limit":-1}',
  '{"__proto__":{"limit":5},"history":[],"constructor":{"prototype":{}}}',
  '{"history":[],"steering":{"concepts":{"__proto__":1,"constructor":0.5}}}',
  `{"history":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  `{"a":`.repeat(20_000),
  `{"history":["${'y'.repeat(2 ** 20)}"]}`,
  `{"history":[${'"i1",'.repeat(9_999)}"i1"]}`,
  `{"name":"\\ud800","concepts":{}}`,
  Uint8Array.of(0xff, 0xfe, 0x7b, 0x00),
  '\uFEFF{"history":[]}',
];

/** @param ids ids that exist, some of another person: without them few requests would come far */
export function hostileRequest(
  { paths }: Contract,
  { ids, tokens }: { ids: string[]; tokens: string[] },
): fc.Arbitrary<HostileRequest> {
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    nasty,
    fc.string({ unit: 'binary' }),
  );
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return fc.constantFrom(...operations).chain(({ path, method, operation }) =>
    fc.record({
      method: fc.constant(method),
      path: address(path, operation, word),
      headers: headers(tokens, word),
      body: method === 'GET' ? fc.constant(null) : body(operation, word),
    }),
  );
}

function address(
  path: string,
  { parameters = [] }: Operation,
  word: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const inPath = path
    .split('/')
    .map((part) => (part.startsWith('{') ? word.map(encoded) : fc.constant(part)));
  const named = parameters.filter((one) => one.in === 'query').map(({ name }) => fc.constant(name));
  const pair = fc.tuple(fc.oneof(...named, nasty), word).map((both) => both.map(encoded).join('='));
  return fc
    .tuple(fc.tuple(...inPath), fc.array(pair, { maxLength: 4 }))
    .map(([parts, query]) => `${parts.join('/')}${query.length > 0 ? '?' : ''}${query.join('&')}`);
}

/** A lone surrogate has no encoding. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function headers(tokens: string[], word: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> {
  // What fetch refuses to send cannot be tested through it.
  const value = word.map((text) =>
    text
      .replaceAll(/[^\u0020-\u007E]/g, '')
      .trim()
      .slice(0, 2000),
  );
  const bearer = fc.oneof(fc.constantFrom(...tokens), value).map((token) => `Bearer ${token}`);
  const header = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constant('content-type'), fc.constantFrom('application/json', 'text/plain')),
    },
    { weight: 4, arbitrary: fc.tuple(fc.constant('authorization'), bearer) },
    fc.tuple(
      fc.constantFrom(
        'if-match',
        'idempotency-key',
        'x-request-id',
        'x-person',
        'x-api-key',
        'origin',
        'accept',
      ),
      value,
    ),
  );
  return fc.array(header, { maxLength: 4 });
}

function body({ requestBody }: Operation, word: fc.Arbitrary<string>): fc.Arbitrary<string | Uint8Array> {
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const fitting = fromSchema(schema ?? {}, word).map((value) => JSON.stringify(value) ?? '');
  return fc.oneof(
    { weight: 4, arbitrary: fitting },
    fc.constantFrom(...RAW_BODIES),
    fc.json({ maxDepth: 6 }),
  );
}

const number = fc.oneof(
  fc.integer({ min: -2, max: 101 }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(1e308, -1e308, 2 ** 53, -0, 5e-324),
);

function fromSchema(schema: Schema, word: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const fitting = fittingSchema(schema, word);
  return fc.oneof({ weight: 24, arbitrary: fitting }, number, word, fc.constantFrom(null, true, [], {}));
}

function fittingSchema(schema: Schema, word: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const { oneOf, anyOf = oneOf, properties, additionalProperties, items } = schema;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((choice) => fromSchema(choice, word)));
  if (items !== undefined) return fc.array(fromSchema(items, word), { maxLength: 12 });
  if (properties !== undefined) return fromObject(schema, word);
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(word, fromSchema(additionalProperties, word), { maxKeys: 5 });
  }
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'string') return word;
  if (type === 'boolean') return fc.boolean();
  if (type === 'object') return fc.object();
  return fc.oneof(number, fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 1));
}

/** Mostly the required fields and some others; now and then a field that nobody knows. */
function fromObject(
  { properties = {}, required = [] }: Schema,
  word: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, fromSchema(schema, word)] as const,
  );
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: required });
  const strange = fc.dictionary(nasty, fc.constant(1), { minKeys: 1, maxKeys: 2 });
  return fc.oneof(
    { weight: 9, arbitrary: known },
    fc.tuple(known, strange).map(([a, b]) => ({ ...a, ...b })),
  );
}
