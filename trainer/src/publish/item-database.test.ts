// Filling the item store: against SQLite with the store's migrations, which is what D1 is.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeArtifact } from './artifact.ts';
import { d1Options, openD1ItemDatabase } from './d1-item-database.ts';
import { exampleContent } from '../../testing/example-content.ts';
import { fillItemStore, type ItemDatabase } from './item-database.ts';

const migration = join(import.meta.dirname, '../../../migrations/catalogue/0000_items.sql');

let folder: string;
let sqlite: DatabaseSync;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-items-'));
  for (const version of ['first-1', 'second-2', 'third-3']) {
    await writeArtifact(join(folder, version), exampleContent(version));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  sqlite = new DatabaseSync(':memory:');
  sqlite.exec(await readFile(migration, 'utf8'));
});

/** D1's REST interface over the database, as far as it is used. */
const answer = async (_url: unknown, init?: RequestInit): Promise<Response> => {
  const { sql, params } = JSON.parse(String(init?.body)) as { sql: string; params: string[] };
  try {
    return Response.json({
      success: true,
      errors: [],
      result: [{ results: sqlite.prepare(sql).all(...params) }],
    });
  } catch (error) {
    const errors = [{ code: 7500, message: String(error) }];
    return Response.json({ success: false, errors, result: [] }, { status: 400 });
  }
};

const database = openD1ItemDatabase({ account: 'a', database: 'd', token: 't', fetch: answer });

const fill = (version: string, keep: string[] = [], into: ItemDatabase = database): Promise<boolean> =>
  fillItemStore(into, { folder: join(folder, version), keep, now: 7 });

const all = (sql: string): unknown[] =>
  sqlite
    .prepare(sql)
    .all()
    .map((row) => Object.values(row));

describe('fillItemStore', () => {
  it('stores ids, titles, popularity and columns, and searches titles by the beginnings of words', async () => {
    expect(await fill('first-1')).toBe(true);
    expect(all('select version, item, id, title, interactions from items order by item')).toEqual([
      ['first-1', 0, 'a', 'First', 3],
      ['first-1', 1, 'b', 'Second', 1],
    ]);
    expect(all('select item from titles where titles match \'"sec"*\'')).toEqual([[1]]);
    expect(all('select name, part, piece from columns order by name')).toEqual([
      ['attributes', 0, '[{"id":"genre:comedy","label":"Comedy","kind":"genre"}]'],
      ['counts', 0, '[3,1]'],
      ['entries', 0, '[0]'],
      ['lengths', 0, '[1,0]'],
    ]);
    expect(all('select version, filled_at from versions')).toEqual([['first-1', 7]]);
    expect(await fill('first-1')).toBe(false);
  });

  it('keeps the versions that may serve, and no others', async () => {
    await fill('first-1');
    await fill('second-2', ['first-1']);
    await fill('third-3', ['second-2', 'third-3']);
    const versions = [['second-2'], ['third-3']];
    for (const table of ['versions', 'items', 'titles', 'columns']) {
      expect(all(`select distinct version from ${table} order by version`)).toEqual(versions);
    }
  });

  it('begins anew after an interruption', async () => {
    let statements = 0;
    const cut: ItemDatabase = {
      ...database,
      run: async (statement) => {
        if (++statements > 7) throw new Error('the network is gone');
        return database.run(statement);
      },
    };
    await expect(fill('first-1', [], cut)).rejects.toThrow('the network is gone');
    expect(all('select count(*) from items')).toEqual([[2]]);
    expect(all('select count(*) from versions')).toEqual([[0]]);
    expect(await fill('first-1')).toBe(true);
    expect(all('select count(*) from items')).toEqual([[2]]);
  });
});

/** The database, but that the answer to the first statement that fits is lost. */
const losing = (lost: RegExp): ItemDatabase => {
  let isLost = false;
  return openD1ItemDatabase({
    account: 'a',
    database: 'd',
    token: 't',
    fetch: async (url, init) => {
      const response = await answer(url, init);
      if (isLost || !lost.test(String(init?.body))) return response;
      isLost = true;
      throw new TypeError('fetch failed');
    },
  });
};

describe('an answer that was lost', () => {
  it.each([
    /insert into titles/,
    /insert into items/,
    /insert into columns/,
    /insert into versions/,
    /delete/,
  ])('of %s leaves every row there once', async (lost) => {
    expect(await fill('first-1', [], losing(lost))).toBe(true);
    const rows = ['items', 'titles', 'columns', 'versions'].map((table) =>
      all(`select count(*) from ${table}`),
    );
    expect(rows).toEqual([[[2]], [[2]], [[4]], [[1]]]);
  });
});

describe('D1 by REST', () => {
  it('asks the database of the account with the token', async () => {
    const asked: unknown[] = [];
    const spying = openD1ItemDatabase({
      ...d1Options({ R2_ACCOUNT_ID: 'acc', D1_CATALOGUE_ID: 'db', CLOUDFLARE_API_TOKEN: 'secret' }),
      fetch: async (url, init) => {
        asked.push(url, init?.method, new Headers(init?.headers).get('authorization'));
        return answer(url, init);
      },
    });
    expect(await spying.run({ sql: 'select ? as one', parameters: [1] })).toEqual([{ one: 1 }]);
    const url = 'https://api.cloudflare.com/client/v4/accounts/acc/d1/database/db/query';
    expect(asked).toEqual([url, 'POST', 'Bearer secret']);
  });

  it('says what D1 said', async () => {
    await expect(database.run({ sql: 'select missing', parameters: [] })).rejects.toMatchObject({
      code: 'store-failure',
      message: expect.stringMatching(/answered 400 \(.*no such column: missing/) as unknown,
    });
  });

  it('names what is missing in the environment', () => {
    expect(() => d1Options({ R2_ACCOUNT_ID: 'acc' })).toThrow(
      'the item store needs D1_CATALOGUE_ID, CLOUDFLARE_API_TOKEN in the environment',
    );
  });
});
