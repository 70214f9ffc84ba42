// ETags of presets (RFC 9110): a change names the revision it was made to, so that nobody overwrites what they have not seen.
import { z } from 'zod';
import { parseEntityTags } from '../http/entity-tags.ts';
import { Problem } from '../problem.ts';

interface Revised {
  revision: number;
}

export const etagOf = ({ revision }: Revised): string => `"${revision}"`;

/** The ETag of a preset whose concepts are not what they were: whoever holds it by its revision must be told. */
export const changedEtag = ({ revision }: Revised, modelVersion: string): string =>
  `"${revision}.${modelVersion}"`;

/** `*`, or entity tags in quotes, separated by commas. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(1000)
    .refine((header) => parseEntityTags(header) !== null, 'expected * or ETags in quotes, such as "3"')
    .optional(),
});

/** @throws Problem `revision-required` or `preset-changed` */
export function demandRevision(ifMatch: string | undefined, current: Revised): void {
  if (ifMatch === undefined) {
    throw new Problem('revision-required', 'Send the ETag that you read in the header If-Match.');
  }
  refuseOtherRevision(ifMatch, current);
}

/** @throws Problem `preset-changed` when the header is there and does not fit */
export function refuseOtherRevision(ifMatch: string | undefined, current: Revised): void {
  if (ifMatch !== undefined && !matches(ifMatch, current)) throw changedMeanwhile();
}

/**
 * Weak tags count, though RFC 9110 compares strongly here: a proxy that compresses makes `"1"` into `W/"1"`, and the
 * revision that it names is the same.
 */
export function matches(ifMatch: string, { revision }: Revised): boolean {
  const tags = parseEntityTags(ifMatch);
  return tags === 'any' || (tags?.some((tag) => tag.split('.')[0] === String(revision)) ?? false);
}

export function changedMeanwhile(): Problem {
  return new Problem(
    'preset-changed',
    'Read the preset again, apply your change to it, and send its new ETag.',
  );
}
