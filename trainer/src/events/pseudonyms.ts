// Base data under the pseudonyms that the Worker gives the app's people, so that one person is one history, and erasure
// reaches both.
import { createHash } from 'node:crypto';
import { DataError } from '../data/errors.ts';
import { name, text, withDatabase } from '../data/tables/duckdb.ts';
import { makeWhole } from '../files/atomic.ts';

/** As the Worker has it: a shorter secret could be tried through. */
const SHORTEST_SECRET = 32;

/** Bytes that SHA-256 takes at a time. */
const BLOCK = 64;

export interface PseudonymOptions {
  /** .csv, .tsv, .parquet, .ndjson or .jsonl. */
  source: string;
  /** The column of people, each by the subject of their tokens. */
  user: string;
  /** A table like the source, .csv, .parquet or .ndjson. */
  out: string;
  /** EVENTS_SECRET of the Worker. */
  secret: string | undefined;
}

/**
 * HMAC-SHA-256(secret, person) in hexadecimal (RFC 2104), in place of the person; all else stays.
 *
 * @returns rows and people written
 * @throws DataError `invalid-option`, `unknown-column` or `unknown-form`
 */
export async function pseudonymise(options: PseudonymOptions): Promise<{ rows: number; people: number }> {
  const { source, user, out, secret } = options;
  if (secret === undefined || secret.length < SHORTEST_SECRET) {
    throw new DataError('invalid-option', {
      problem: 'EVENTS_SECRET is not set, or is too short',
      expected: `the secret of the Worker, of at least ${SHORTEST_SECRET} characters, in the environment`,
      advice: 'Without the same secret the same person has another name, and is somebody else to training',
    });
  }
  return withDatabase(async (db) => {
    const relation = relationOf(source);
    const columns = (await db.rows(`DESCRIBE SELECT * FROM ${relation}`)).map((row) =>
      String(row['column_name']),
    );
    if (!columns.includes(user)) {
      throw new DataError('unknown-column', {
        file: source,
        problem: `there is no column ${user}`,
        expected: `one of ${columns.join(', ')}`,
        advice: 'Name the column of people with --user',
      });
    }
    const keyed = `SELECT * REPLACE (${hmac(name(user), secret)} AS ${name(user)}) FROM ${relation}`;
    await makeWhole(out, (partial) => db.run(`COPY (${keyed}) TO ${text(partial)} (${formatOf(out)})`));
    const [counts] = await db.rows(
      `SELECT count(*) AS "rows", count(DISTINCT ${name(user)}) AS people FROM ${relation}`,
    );
    return { rows: Number(counts?.['rows']), people: Number(counts?.['people']) };
  });
}

/** H((K ⊕ opad) ‖ H((K ⊕ ipad) ‖ m)) */
function hmac(message: string, secret: string): string {
  const pad = (byte: number): string => {
    const given = Buffer.from(secret, 'utf8');
    // A key that is longer than a block is hashed first.
    const key = given.length > BLOCK ? createHash('sha256').update(given).digest() : given;
    const padded = Buffer.alloc(BLOCK, byte);
    key.forEach((value, i) => (padded[i] = byte ^ value));
    return `unhex('${padded.toString('hex')}')`;
  };
  return `sha256(${pad(0x5c)} || unhex(sha256(${pad(0x36)} || encode(${message}::VARCHAR))))`;
}

function relationOf(source: string): string {
  if (/\.(csv|tsv)$/i.test(source)) return `read_csv(${text(source)}, all_varchar = true, header = true)`;
  if (/\.(parquet|pq)$/i.test(source)) return `read_parquet(${text(source)})`;
  if (/\.(ndjson|jsonl)$/i.test(source))
    return `read_json_auto(${text(source)}, format = 'newline_delimited')`;
  throw unknownForm(source);
}

function formatOf(out: string): string {
  if (/\.csv$/i.test(out)) return 'FORMAT csv, HEADER';
  if (/\.parquet$/i.test(out)) return 'FORMAT parquet';
  if (/\.(ndjson|jsonl)$/i.test(out)) return 'FORMAT json';
  throw unknownForm(out);
}

const unknownForm = (file: string): DataError =>
  new DataError('unknown-form', {
    file,
    problem: 'it is no table by its name',
    expected: 'a name that ends with .csv, .parquet or .ndjson',
    advice: 'Rename or convert it',
  });
