// Which events were received, and in which files a person's events stand.
import type { Database } from './database.ts';

export interface Claim {
  person: string;
  id: string;
  /** Message of the queue that brought the event. */
  message: string;
  receivedAt: string;
}

const CLAIM = `
  insert into event_receipts (person, id, message, received_at)
  select value->>'person', value->>'id', value->>'message', value->>'receivedAt' from json_each(?1) where true
  on conflict do nothing`;

const NOTE_FILE = `
  insert into event_files (person, file, received_at)
  select value->>'person', ?2, max(value->>'receivedAt') from json_each(?1) group by 1
  on conflict do nothing`;

const READ_CLAIMS = `
  select receipt.person, receipt.id, receipt.message from json_each(?1) as claim
  join event_receipts as receipt on receipt.person = claim.value->>'person' and receipt.id = claim.value->>'id'`;

/**
 * Claims events for the messages that brought them, and notes the file that they will stand in. The first message with
 * an id of a person has it for good: a message delivered again finds its own claims, another one with the same ids does
 * not. All rows go as one parameter, since D1 takes 100.
 *
 * @returns for each claim whether it holds; of two claims of one event in one list, the first
 */
export async function claimEvents(
  database: Database,
  claims: readonly Claim[],
  file: string,
): Promise<boolean[]> {
  const rows = JSON.stringify(
    claims.map((claim) => ({ ...claim, receivedAt: Date.parse(claim.receivedAt) })),
  );
  const [, , held] = await database.batch<{ person: string; id: string; message: string }>([
    database.prepare(CLAIM).bind(rows),
    database.prepare(NOTE_FILE).bind(rows, file),
    database.prepare(READ_CLAIMS).bind(rows),
  ]);
  const owners = new Map(held?.results.map(({ person, id, message }) => [`${person} ${id}`, message]));
  return claims.map(({ person, id, message }) => {
    const event = `${person} ${id}`;
    const holds = owners.get(event) === message;
    if (holds) owners.delete(event);
    return holds;
  });
}

/** Files that hold events of a person, oldest name first, after one or from the first. */
export async function listEventFiles(
  database: Database,
  person: string,
  { after = '', limit }: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const query = 'select file from event_files where person = ? and file > ? order by file limit ?';
  const { results } = await database.prepare(query).bind(person, after, limit).all<{ file: string }>();
  return results.map(({ file }) => file);
}

/** Once a file holds nothing of a person any more. */
export async function forgetEventFile(database: Database, person: string, file: string): Promise<void> {
  await database.prepare('delete from event_files where person = ? and file = ?').bind(person, file).run();
}
