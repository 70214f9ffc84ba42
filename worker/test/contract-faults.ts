// What is wrong with an answer by what its route says of it: an undeclared status, type or field, or a value that does not fit.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { AppEnv } from '../src/app-env.ts';

export interface Answered {
  method: string;
  /** Without the query. */
  path: string;
  status: number;
  contentType: string | null;
  /** Parsed; undefined where there is none. */
  body: unknown;
}

interface Declared {
  method: string;
  path: string;
  responses: Record<string, { content?: Record<string, { schema: unknown }> | undefined } | undefined>;
}

export const routesOf = ({ openAPIRegistry }: OpenAPIHono<AppEnv>): Declared[] =>
  openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route as unknown as Declared] : [],
  );

/** @returns one line for each fault; none where no route has such a path and method, since then nothing is promised */
export function contractFaults(routes: readonly Declared[], answered: Answered): string[] {
  const { method, path, status, contentType, body } = answered;
  const route = routeOf(routes, method, path);
  if (route === undefined) return [];
  const where = `${method} ${path} ${status}`;
  const declared = route.responses[status];
  if (declared === undefined) return [`${where} is not declared`];
  const [type, media] = Object.entries(declared.content ?? {})[0] ?? [];
  if (type === undefined) return body === undefined ? [] : [`${where} has a body, and none is declared`];
  if (contentType?.split(';')[0] !== type) return [`${where} is ${String(contentType)} instead of ${type}`];
  return media?.schema instanceof z.ZodType
    ? bodyFaults(media.schema, body).map((fault) => `${where} ${fault}`)
    : [];
}

/** Parsing leaves out what a schema does not name: what it leaves out is told to nobody by the contract. */
function bodyFaults(schema: z.ZodType, body: unknown): string[] {
  const { data, error } = schema.safeParse(body);
  if (error !== undefined) return error.issues.map(({ path, message }) => `at ${path.join('.')}: ${message}`);
  const [declared, told] = [data, body].map((value) => JSON.stringify(sorted(value)));
  return declared === told ? [] : [`tells more than is declared: ${told} instead of ${declared}`];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}

/** Paths without parameters come before those with them: `/v1/presets/export` is no preset. */
function routeOf(routes: readonly Declared[], method: string, path: string): Declared | undefined {
  return routes
    .filter((route) => route.method === method.toLowerCase() && patternOf(route.path).test(path))
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}|:\w+/g, '[^/]+')}/?$`);
