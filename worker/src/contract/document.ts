// The OpenAPI document: what the routes declare, with every schema named once, described, and shown by an example.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from '../app-env.ts';
import { describe, NAMED } from './components.ts';
import type { ExampleOf } from './examples.ts';
import { HEAD } from './head.ts';
import { headerComponents, headersNamed, usualHeaders } from './headers.ts';
import { hoisted, isNode, type Node } from './hoist.ts';
import { mark } from './named.ts';
import { operationNamed, type Operation } from './operations.ts';
import { describedParameter, parameterRef, SHARED_PARAMETERS } from './parameters.ts';
import { isProblem, problemComponent, problemRef } from './problems.ts';

type Registry = Pick<OpenAPIHono<AppEnv>, 'getOpenAPI31Document'>;

export function documentOf(app: Registry): Node {
  mark(NAMED);
  const { paths, components, webhooks: _none, ...head } = app.getOpenAPI31Document(HEAD);
  const schemas = new Map<string, Node>();
  const named = hoisted(paths, schemas) as Record<string, Record<string, Node>>;
  // The generator itself moves those that a rule refines.
  for (const [id, schema] of Object.entries(components?.schemas ?? {})) hoisted({ ...schema, id }, schemas);
  const exampleOf = describe(schemas);
  const responses: Record<string, Node> = {};
  for (const [path, methods] of Object.entries(named)) {
    for (const [method, operation] of Object.entries(methods)) {
      fill(operation, operationNamed(method, path), { exampleOf, responses });
    }
  }
  return {
    ...head,
    paths: named,
    components: {
      ...components,
      schemas: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      responses,
      headers: headerComponents,
      parameters: SHARED_PARAMETERS,
    },
  };
}

interface Filling {
  exampleOf: ExampleOf;
  /** Failures that operations share. */
  responses: Record<string, Node>;
}

function fill(
  operation: Node,
  { operationId, tag, headers = [], isCached }: Operation,
  filling: Filling,
): void {
  const parameters = ((operation['parameters'] ?? []) as Node[]).map((one) =>
    describedParameter(operationId, one),
  );
  const answers = Object.entries(operation['responses'] as Record<string, Node>);
  if (isNode(operation['requestBody'])) exemplify(operation['requestBody'], filling.exampleOf);
  const readsPeople = JSON.stringify(operation['security'] ?? []).includes('person');
  const own = [...headers, ...(readsPeople ? (['x-d1-bookmark'] as const) : [])];
  const all = answers.map(([status, answer]) => {
    if (isProblem(answer)) return [status, shared(status, answer, filling.responses)];
    exemplify(answer, filling.exampleOf);
    return [status, { ...answer, headers: headersNamed([...usualHeaders(status), ...own]) }];
  });
  const same = {
    description: 'It is what you have',
    headers: headersNamed([...usualHeaders('304'), ...headers]),
  };
  Object.assign(operation, {
    operationId,
    tags: [tag],
    security: operation['security'] ?? [],
    parameters: [
      ...parameters,
      ...(isCached ? [parameterRef('IfNoneMatch')] : []),
      ...(readsPeople ? [parameterRef('Bookmark')] : []),
    ],
    responses: Object.fromEntries([...all, ...(isCached ? [['304', same]] : [])]),
  });
}

function shared(status: string, answer: Node, responses: Record<string, Node>): Node {
  const [name, response] = problemComponent(status, answer);
  responses[name] = response;
  return problemRef(status);
}

/** Gives each content of a body an example. */
function exemplify(body: Node, exampleOf: ExampleOf): void {
  for (const content of Object.values((body['content'] ?? {}) as Record<string, Node>)) {
    content['example'] = exampleOf(content['schema'] as Node);
  }
}
