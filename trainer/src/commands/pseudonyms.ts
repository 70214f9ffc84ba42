// pseudonyms: base data under the names that the Worker gives the app's people.
import { pseudonymise } from '../events/pseudonyms.ts';

export interface PseudonymsOptions {
  data: string;
  user: string;
  out: string;
  json?: boolean;
}

export async function pseudonyms({ data, user, out, json }: PseudonymsOptions): Promise<void> {
  const counts = await pseudonymise({ source: data, user, out, secret: process.env['EVENTS_SECRET'] });
  console.error(`${counts.rows} rows of ${counts.people} people in ${out}`);
  if (json === true) process.stdout.write(`${JSON.stringify({ out, ...counts })}\n`);
}
