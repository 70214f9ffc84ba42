// ETags of presets (RFC 9110): a change names the revision it was made to, so that nobody overwrites what they have not seen.
import { Problem } from '../problem.ts';

interface Revised {
  revision: number;
}

export const etagOf = ({ revision }: Revised): string => `"${revision}"`;

/** @throws Problem `revision-required` or `preset-changed` */
export function demandRevision(ifMatch: string | undefined, current: Revised): void {
  if (ifMatch === undefined) {
    throw new Problem('revision-required', 'Send the ETag that you read in the header If-Match.');
  }
  refuseOtherRevision(ifMatch, current);
}

/** @throws Problem `preset-changed` when the header is there and does not fit */
export function refuseOtherRevision(ifMatch: string | undefined, current: Revised): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const accepted = ifMatch.split(',').map((etag) => etag.trim());
  if (!accepted.includes(etagOf(current))) throw changedMeanwhile();
}

export function changedMeanwhile(): Problem {
  return new Problem(
    'preset-changed',
    'Read the preset again, apply your change to it, and send its new ETag.',
  );
}
