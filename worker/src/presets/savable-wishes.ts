// Whether wishes other than strengths may be saved yet: not while Workers that cannot read them are still serving.
import { apart, type Wishes } from '@trimtab/shared/wishes.ts';
import { Problem } from '../problem.ts';

/** @throws Problem `storage-unavailable` while `PRESET_WISHES` is `off` */
export function refuseUnsavable(all: Wishes, { PRESET_WISHES }: { PRESET_WISHES: string }): void {
  const ids = Object.keys(apart(all).wishes);
  if (PRESET_WISHES !== 'off' || ids.length === 0) return;
  throw new Problem(
    'storage-unavailable',
    'Presets can hold strengths alone until this service is up to date.',
    {
      errors: ids.map((id) => ({
        path: `body.concepts.${id}`,
        expected: 'a strength from -1 to 1',
        message: 'this kind of wish cannot be saved yet',
      })),
    },
  );
}
