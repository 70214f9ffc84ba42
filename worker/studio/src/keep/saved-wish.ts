// A wish as presets are answered with it.
import type { Preset } from '@trimtab/shared/presets.ts';

export type SavedWish = Preset['concepts'][string];
