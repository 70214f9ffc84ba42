// How schemas read on the reference page.
import { expect, test } from 'vitest';
import { operationsOf, tokenUse } from './openapi.ts';
import { boundsText, schemaText } from './schema-text.ts';

test('an object shows what is optional, bounded and usual, one field a line', () => {
  const schema = {
    type: 'object',
    required: ['history'],
    properties: {
      history: { type: 'array', items: { type: 'string' }, maxItems: 3 },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
      steering: { type: 'object', properties: { method: { enum: ['add', 'set'] } } },
    },
  };
  expect(schemaText(schema)).toBe(
    [
      '{',
      '  history: string[]  // at most 3 entries',
      '  limit?: integer  // 1 to 100, default 10',
      '  steering?: {',
      '    method?: "add" | "set"',
      '  }',
      '}',
    ].join('\n'),
  );
});

test.for([
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  [{ type: ['integer', 'null'] }, 'integer | null'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [key]: number }'],
  [{ const: true }, 'true'],
  [{ type: 'object', properties: {} }, '{}'],
  [{}, 'anything'],
])('%j reads %s', ([schema, text]) => {
  expect(schemaText(schema as object)).toBe(text);
});

test('the bounds that every whole number has are not worth a word', () => {
  expect(boundsText({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })).toBe('at least 1');
  expect(boundsText({ maxLength: 5, format: 'uuid' })).toBe('at most 5 characters, uuid');
});

test('operations have addresses, and say whether they take a token', () => {
  const responses = {};
  const document = {
    info: { title: '', version: '' },
    paths: { '/v1/items/{id}': { get: { responses, security: [{}, { token: [] }] }, put: { responses } } },
  };
  const [read, change] = operationsOf(document);
  expect([read?.anchor, read && tokenUse(read)]).toEqual(['get-v1-items-id', 'optional']);
  expect([change?.method, change && tokenUse(change)]).toEqual(['PUT', 'none']);
  expect(tokenUse({ responses, security: [{ token: [] }] })).toBe('required');
});
