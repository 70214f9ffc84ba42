// The item store in Cloudflare's D1, by its REST interface, which takes parameters: wrangler's command line does not.
// https://developers.cloudflare.com/api/resources/d1/subresources/database/methods/query/
import { z } from 'zod';
import { type Environment, missingIn } from './environment.ts';
import { PublishError } from './errors.ts';
import type { ItemDatabase } from './item-database.ts';

export interface D1Options {
  account: string;
  database: string;
  token: string;
  fetch?: typeof globalThis.fetch;
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
}: D1Options): ItemDatabase {
  const url = `https://api.cloudflare.com/client/v4/accounts/${account}/d1/database/${database}/query`;
  return {
    name: `the item store ${database}`,
    async run({ sql, parameters: params }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ sql, params }),
      });
      const { data } = answerSchema.safeParse(await response.json().catch(() => null));
      if (data?.success) return data.result.flatMap(({ results }) => results);
      const said = data?.errors.map(({ message }) => message).join('; ') ?? 'nothing that can be read';
      throw new PublishError(
        'store-failure',
        `the item store ${database} answered ${response.status} (${said}): check the token and the id, and that ` +
          'the migrations of CATALOGUE were applied',
      );
    },
    close: () => Promise.resolve(),
  };
}
