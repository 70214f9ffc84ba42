// Where a hook cuts the network in two.
import { hookSchema } from '@trimtab/shared/manifest.ts';

/** The hidden state is taken after `blocks` blocks, and after the last normalisation when `normalised`. */
export interface HookPosition {
  blocks: number;
  normalised: boolean;
}

/** @throws RangeError when the model has no such hook */
export function hookPosition(hook: string, blocks: number): HookPosition {
  if (hook === 'final') return { blocks, normalised: true };
  const block = hookSchema.safeParse(hook).success ? Number(hook.slice('blocks.'.length)) : -1;
  if (block < 0 || block >= blocks) {
    throw new RangeError(`no hook ${hook}: expected final or blocks.0 to blocks.${blocks - 1}`);
  }
  return { blocks: block + 1, normalised: false };
}
