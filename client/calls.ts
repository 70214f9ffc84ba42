// The types of the client, worked out from those of the app: a route and a method become a function from what the
// request needs to what the answer holds. All are conditional types, so that the .d.ts spells out what they resolve to
// and names neither the app nor a library.
import type { hc } from 'hono/client';
import type { JSONValue } from 'hono/utils/types';
import type { App } from '../worker/src/app.ts';
import type { CallOptions } from './call-options.ts';

interface Methods {
  $get: 'get';
  $post: 'post';
  $put: 'put';
  $delete: 'delete';
}

type Anything = Record<never, never>;

/** One object type in place of an intersection or an alias. */
export type Written<T> = T extends infer Whole ? { [Key in keyof Whole]: Whole[Key] } : never;

/** JSON whose shape the contract leaves open is unknown. */
type Known<Json> = JSONValue extends Json
  ? unknown
  : Json extends object
    ? { [Key in keyof Json]: Known<Json[Key]> }
    : Json;

/** What an answer holds: its JSON, undefined without content, and nothing at all for a failure, which is thrown. */
type Content<Answer> = Answer extends { status: infer Status; json(): Promise<infer Json> }
  ? Status extends 204
    ? undefined
    : Status extends 200 | 201 | 202
      ? Known<Json>
      : never
  : never;

/** Parts of a request that may be left out: `query` where every parameter has a default. */
type Relaxed<Args> = Written<
  { [Part in keyof Args as Anything extends Args[Part] ? never : Part]: Args[Part] } & {
    [Part in keyof Args as Anything extends Args[Part] ? Part : never]?: Args[Part];
  }
>;

type Call<Endpoint> = Endpoint extends (args: infer Args, ...rest: infer _) => Promise<infer Answer>
  ? Anything extends Relaxed<NonNullable<Args>>
    ? (args?: Relaxed<NonNullable<Args>>, options?: CallOptions) => Promise<Content<Answer>>
    : (args: Relaxed<NonNullable<Args>>, options?: CallOptions) => Promise<Content<Answer>>
  : never;

type Calls<Node> = Node extends object
  ? {
      [
        Key in keyof Node as Key extends keyof Methods ? Methods[Key] : Key extends `$${string}` ? never : Key
      ]: Key extends keyof Methods ? Call<Node[Key]> : Calls<Node[Key]>;
    }
  : never;

export type TrimtabCalls = Calls<ReturnType<typeof hc<App>>['v1']>;
