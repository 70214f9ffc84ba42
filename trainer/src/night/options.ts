// What a night is given: where it works, what it trains on, and the stores that it reads and writes.
import { join } from 'node:path';
import type { Pointer } from '@trimtab/shared/manifest.ts';
import type { PresetWishes } from '@trimtab/shared/survival.ts';
import type { RunConfigInput } from '../config/schema.ts';
import type { EventFiles } from '../events/event-files.ts';
import type { Bounds } from '../gates/bounds.ts';
import type { ObjectStore } from '../publish/object-store.ts';
import type { Run } from '../run/run-folder.ts';
import type { Backend } from '../tensorflow/backend.ts';
import type { NightRecord } from './record.ts';

export interface NightOptions {
  /** `$TRIMTAB_HOME`. */
  home: string;
  /** YYYY-MM-DD. */
  date: string;
  /** Who works, in words for people. */
  owner: string;
  /** Settings and data; without data, what apps sent is all. */
  asked: RunConfigInput;
  store: ObjectStore;
  /** Null where apps send none. */
  events: EventFiles | null;
  bounds: Bounds;
  budgetSeconds?: number | undefined;
  /** Nights from one full training to the next; 0 always trains anew. */
  fullEvery?: number | undefined;
  /** Wishes of people's presets; null where they cannot be known. */
  presets: () => Promise<PresetWishes | null>;
  /** wrangler.toml of the Worker that the gate asks; null leaves it out. */
  worker: string | null;
  /** Fills the item store with the version in a folder, before it is promoted. */
  fillItems: (folder: string, pointer: Pointer | null) => Promise<void>;
  backend: () => Promise<Backend>;
  /** Told of the finished record and the run, before the lock is given back. */
  summarise?: (record: NightRecord, run: Run | null) => Promise<void>;
  say?: (line: string) => void;
  now?: () => number;
  lockMinutes?: number;
}

export const nightFolder = (home: string, date: string): string => join(home, 'nights', date);
