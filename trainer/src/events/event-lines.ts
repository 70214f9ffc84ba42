// Lines of events as the Worker writes them, checked, and as rows of a table.
import { storedEventSchema, type StoredEvent } from '@trimtab/shared/events.ts';
import { DataError } from '../data/errors.ts';

/** @throws DataError `unreadable-row` @param file in messages */
export function eventsOf(text: string, file: string): StoredEvent[] {
  return text.split('\n').flatMap((line, i) => {
    if (line === '') return [];
    const parsed = storedEventSchema.safeParse(jsonOf(line));
    if (parsed.success) return [parsed.data];
    throw new DataError('unreadable-row', {
      file,
      row: i + 1,
      problem: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
      expected: 'an event as the Worker stores it',
      advice: 'Correct or remove this line',
    });
  });
}

/** What is not JSON fits no schema. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Columns of compacted days and of newest lines: times in milliseconds since 1970. */
export const COLUMNS = {
  person: 'VARCHAR',
  id: 'VARCHAR',
  type: 'VARCHAR',
  happened: 'BIGINT',
  received: 'BIGINT',
  item: 'VARCHAR',
  value: 'DOUBLE',
} as const;

/** One row a line, as NDJSON that DuckDB reads. */
export const rowsOf = (events: readonly StoredEvent[]): string =>
  events.map((event) => `${JSON.stringify(rowOf(event))}\n`).join('');

function rowOf(event: StoredEvent): Record<keyof typeof COLUMNS, string | number | null> {
  const { person, id, type } = event;
  return {
    person,
    id,
    type,
    happened: Date.parse(event.at),
    received: Date.parse(event.receivedAt),
    item: event.type === 'impression' ? null : event.item,
    value: event.type === 'interaction' ? (event.value ?? null) : null,
  };
}
