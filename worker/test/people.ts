// People who sign in at an issuer of the tests' own, before the tests of a file.
import { beforeAll, beforeEach } from 'vitest';
import {
  askAs,
  jwksOf,
  serveTiny,
  signer,
  testApp,
  type Answer,
  type AskOptions,
  type Signer,
  type TestApp,
} from './harness.ts';

interface PeopleOptions {
  /** Variables of the Worker beside the issuer's keys. */
  vars?: NonNullable<Parameters<typeof testApp>[0]>['vars'];
  /** What is there before anybody asks. */
  prepare?: () => Promise<void>;
  /** Each test has an app of its own, as an isolate that has just started. */
  anew?: boolean;
}

export interface People {
  readonly app: TestApp;
  readonly key: Signer;
  /** Asks as a signed-in person. */
  as(user: string, method: string, path: string, options?: Omit<AskOptions, 'token'>): Promise<Answer>;
}

/**
 * Makes key and app before all tests of a file, and before each where they want one of their own.
 *
 * @example const people = signedInPeople(); await people.as('ada', 'GET', '/v1/presets');
 */
export function signedInPeople({ vars = {}, prepare = serveTiny, anew = false }: PeopleOptions = {}): People {
  const now: { app?: TestApp; key?: Signer } = {};
  const start = (): void => {
    now.app = testApp({ vars: { AUTH_JWKS: jwksOf(people.key), ...vars } });
  };
  const people: People = {
    get app() {
      return made(now.app);
    },
    get key() {
      return made(now.key);
    },
    as: (user, method, path, options = {}) =>
      askAs({ app: people.app, key: people.key, user }, method, path, options),
  };
  beforeAll(async () => {
    await prepare();
    now.key = await signer('main');
    start();
  });
  if (anew) beforeEach(start);
  return people;
}

function made<T>(what: T | undefined): T {
  if (what === undefined) throw new Error('asked before the tests began: ask inside a test or a hook');
  return what;
}
