// events: what apps told the Worker becomes a table of interactions, for `--data`.
import { bucketFiles, folderFiles } from '../events/event-files.ts';
import { gatherEvents } from '../events/gather-events.ts';
import { s3Options } from '../publish/s3-store.ts';

export interface EventsOptions {
  from?: string;
  bucket: string;
  out: string;
  json?: boolean;
}

export async function events({ from, bucket, out, json }: EventsOptions): Promise<void> {
  const files =
    from === undefined
      ? bucketFiles(s3Options({ ...process.env, R2_BUCKET: bucket }))
      : await folderFiles(from);
  const counts = await gatherEvents(files, out);
  const { people, repeated, erased, withdrawn, objected, dropped, bots, unwanted, otherTypes } = counts;
  console.error(`${counts.interactions} interactions of ${people} people in ${out}`);
  console.error(
    `left out: ${repeated} repeated, ${erased} of erased people, ${withdrawn} from before consent was taken back, ${objected} of people who do not want to be profiled, ${dropped} of ${bots} bots, ${unwanted} of items not wanted afterwards, ${otherTypes} of other types`,
  );
  if (json === true) process.stdout.write(`${JSON.stringify({ out, ...counts })}\n`);
}
