// The item store of the Worker's own local D1, which `wrangler dev` shares.
import { PublishError } from './errors.ts';
import type { ItemDatabase } from './item-database.ts';
import { openLocalBinding, type LocalStoreOptions } from './local-binding.ts';

/** What is used of a D1 binding (https://developers.cloudflare.com/d1/worker-api/). */
interface D1Binding {
  prepare(sql: string): {
    bind(...parameters: (string | number)[]): {
      all(): Promise<{ results: Record<string, unknown>[] }>;
    };
  };
}

export async function openLocalItemDatabase(options: LocalStoreOptions): Promise<ItemDatabase> {
  const { binding, close } = await openLocalBinding<D1Binding>(options, 'CATALOGUE', 'd1_databases');
  return {
    name: 'the local item store',
    async run({ sql, parameters }) {
      const statement = binding.prepare(sql).bind(...parameters);
      const { results } = await statement.all().catch((cause: unknown) => {
        throw failure(cause);
      });
      return results;
    },
    close,
  };
}

function failure(cause: unknown): PublishError {
  if (String(cause).includes('no such table')) {
    return new PublishError(
      'store-configuration',
      'the local item store has no tables yet: npm run wrangler -- d1 migrations apply CATALOGUE --local',
      { cause },
    );
  }
  return new PublishError('store-failure', `the local item store refused: ${String(cause)}`, { cause });
}
