// The item store in Cloudflare's D1, by its REST interface, which takes parameters: wrangler's command line does not.
// https://developers.cloudflare.com/api/resources/d1/subresources/database/methods/query/
import { z } from 'zod';
import { type Environment, missingIn } from './environment.ts';
import { PublishError } from './errors.ts';
import type { ItemDatabase } from './item-database.ts';
import { askOnce, PATIENCE, type Answer } from './patient-request.ts';

export interface D1Options {
  account: string;
  database: string;
  token: string;
  fetch?: typeof globalThis.fetch;
  /** Milliseconds in which an answer must begin. */
  stallMs?: number;
}

/**
 * Options from R2_ACCOUNT_ID, D1_CATALOGUE_ID and CLOUDFLARE_API_TOKEN.
 * @throws PublishError `store-configuration`, naming every variable that is missing
 */
export function d1Options({ R2_ACCOUNT_ID, D1_CATALOGUE_ID, CLOUDFLARE_API_TOKEN }: Environment): D1Options {
  if (R2_ACCOUNT_ID && D1_CATALOGUE_ID && CLOUDFLARE_API_TOKEN) {
    return { account: R2_ACCOUNT_ID, database: D1_CATALOGUE_ID, token: CLOUDFLARE_API_TOKEN };
  }
  const missing = missingIn({ R2_ACCOUNT_ID, D1_CATALOGUE_ID, CLOUDFLARE_API_TOKEN });
  throw new PublishError(
    'store-configuration',
    `the item store needs ${missing} in the environment: the token with D1 Edit, and the id of the database`,
  );
}

const answerSchema = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ message: z.string() })).default([]),
  result: z.array(z.object({ results: z.array(z.record(z.string(), z.unknown())).default([]) })).default([]),
});

export function openD1ItemDatabase({
  account,
  database,
  token,
  fetch = globalThis.fetch,
  stallMs = PATIENCE.stallMs,
}: D1Options): ItemDatabase {
  const url = `https://api.cloudflare.com/client/v4/accounts/${account}/d1/database/${database}/query`;
  return {
    name: `the item store ${database}`,
    async run({ sql, parameters: params }) {
      const body = JSON.stringify({ sql, params });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const send = (signal: AbortSignal): Promise<Response> =>
        fetch(url, { method: 'POST', headers, body, signal });
      const answer = await askOnce({ send, size: body.length }, { stallMs }).catch((cause: unknown) => {
        throw new PublishError('no-answer', `the item store ${database} did not answer: ${String(cause)}`, {
          cause,
        });
      });
      return rowsOf(answer, `the item store ${database}`);
    },
    close: () => Promise.resolve(),
  };
}

/** Statuses that say nothing about the statement itself. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

function rowsOf({ status, bytes }: Answer, name: string): Record<string, unknown>[] {
  const { data } = answerSchema.safeParse(jsonOf(bytes));
  if (data?.success) return data.result.flatMap(({ results }) => results);
  const said = data?.errors.map(({ message }) => message).join('; ') ?? 'nothing that can be read';
  throw new PublishError(
    isPassing(status) ? 'no-answer' : 'store-failure',
    `${name} answered ${status} (${said}): check the token and the id, and that the migrations of CATALOGUE ` +
      'were applied',
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
