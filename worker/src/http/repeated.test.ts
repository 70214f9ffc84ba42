import { describe, expect, test } from 'vitest';
import { repeatedHeaders, repeatedNames, repeatedParameters } from './repeated.ts';

const pathsOf = (errors: readonly { path: string }[]): string[] => errors.map(({ path }) => path);

describe('names of a JSON text', () => {
  test.for([
    ['{"limit":5,"limit":7}', ['body.limit']],
    ['{"limit":5,"\\u006cimit":7}', ['body.limit']],
    ['{"a":[{"b":1},{"b":2,"b":3}]}', ['body.a.1.b']],
    ['[{"b":{"c":1,"c":1}}]', ['body.0.b.c']],
    ['{"a":1,"a":2,"a":3,"b":0,"b":0}', ['body.a', 'body.a', 'body.b']],
    ['{"":1,"":2}', ['body.']],
    // The same name of another object, and text that only looks like one.
    ['{"a":{"a":1},"b":{"a":1}}', []],
    ['{"a":"\\"a\\":","b":["a","a","a:1"],"c":"{\\"a\\":1,\\"a\\":2}"}', []],
    ['{"a\\\\":1,"a":2}', []],
    ['{"a":1 ,\n "A" : 2}', []],
    ['"a"', []],
    ['', []],
  ] as const)('%s repeats %j', ([text, paths]) => {
    expect(pathsOf(repeatedNames(text))).toEqual(paths);
  });

  test('are read in a body of any depth, and of text that does not end', () => {
    const deep = 100_000;
    expect(repeatedNames('['.repeat(deep) + ']'.repeat(deep))).toEqual([]);
    for (const end of ['', '\\', '"']) {
      expect(repeatedNames(`{"a":"${'\\"'.repeat(deep)}${end}`)).toEqual([]);
    }
  });
});

test('a parameter that is given twice is named once, and ids may be many', () => {
  const query = new URLSearchParams('limit=5&id=a&id=b&query=a&limit=7&limit=7');
  expect(pathsOf(repeatedParameters(query))).toEqual(['query.limit']);
});

test('headers of one value that come twice are named, and lists are not', () => {
  const sent = new Headers([
    ['authorization', 'Bearer a'],
    ['authorization', 'Bearer b'],
    ['idempotency-key', 'order,1'],
    ['if-match', '"1"'],
    ['if-match', '"2"'],
  ]);
  expect(pathsOf(repeatedHeaders((name) => sent.get(name) ?? undefined))).toEqual(['header.authorization']);
});
