// The check of answers itself: it must find what is wrong, or every test that relies on it says nothing.
import { z } from 'zod';
import { expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { contractFaults, routesOf } from './contract-faults.ts';

const content = { 'application/json': { schema: z.object({ id: z.string() }) } };
const routes = [
  { method: 'get', path: '/v1/items/{id}', responses: { 200: { content } } },
  { method: 'get', path: '/v1/items/export', responses: { 204: {} } },
];

const faults = (status: number, body: unknown, path = '/v1/items/i1'): string[] =>
  contractFaults(routes, { method: 'GET', path, status, contentType: 'application/json', body });

test('what fits is fine, and what the contract does not speak of', () => {
  expect(faults(200, { id: 'i1' })).toEqual([]);
  expect(faults(204, undefined, '/v1/items/export')).toEqual([]);
  expect(faults(500, {}, '/nowhere')).toEqual([]);
});

test.for([
  ['a status', 201, { id: 'i1' }, 'GET /v1/items/i1 201 is not declared'],
  ['a type', 200, { id: 1 }, 'at id'],
  ['a lack', 200, {}, 'at id'],
  ['a field that is not named', 200, { id: 'i1', owner: 'ada' }, 'owner'],
] as const)('%s that is not declared is found', ([, status, body, told]) => {
  expect(faults(status, body).join('\n')).toContain(told);
});

test('a body where none is declared is found, and another type', () => {
  expect(faults(204, {}, '/v1/items/export')).toHaveLength(1);
  const html = { method: 'GET', path: '/v1/items/i1', status: 200, contentType: 'text/html', body: '' };
  expect(contractFaults(routes, html)).toEqual([
    'GET /v1/items/i1 200 is text/html instead of application/json',
  ]);
});

test('every route is known by the check', () => {
  expect(routesOf(createApp()).length).toBeGreaterThan(25);
});
