// events: what apps told the Worker becomes a table of interactions, for `--data`.
import type { Command } from 'commander';
import { bucketFiles, folderFiles } from '../events/event-files.ts';
import { gatherEvents } from '../events/gather-events.ts';
import { writeWhole } from '../files/atomic.ts';
import { s3Options } from '../publish/s3-store.ts';

interface EventsOptions {
  from?: string;
  bucket: string;
  out: string;
  json?: boolean;
}

export function addEventsCommand(program: Command): void {
  program
    .command('events')
    .description('gather the events that apps sent into a table of interactions, for --data')
    .requiredOption('--out <file>', 'the table, such as interactions.ndjson')
    .option('--from <folder>', 'a copy of the bucket of events (default: the bucket itself)')
    .option('--bucket <name>', 'the bucket of events in R2 (secrets from the environment)', 'trimtab-events')
    .option('--json', 'one JSON document on stdout, logs on stderr')
    .action(async ({ from, bucket, out, json }: EventsOptions) => {
      const files =
        from === undefined
          ? bucketFiles(s3Options({ ...process.env, R2_BUCKET: bucket }))
          : await folderFiles(from);
      const { interactions, counts } = await gatherEvents(files);
      const text = interactions.map((one) => `${JSON.stringify(one)}\n`).join('');
      await writeWhole(out, text);
      const { people, repeated, erased, objected, otherTypes } = counts;
      console.error(`${counts.interactions} interactions of ${people} people in ${out}`);
      console.error(
        `left out: ${repeated} repeated, ${erased} of erased people, ${objected} of people who do not want to be profiled, ${otherTypes} of other types`,
      );
      if (json === true) process.stdout.write(`${JSON.stringify({ out, ...counts })}\n`);
    });
}
