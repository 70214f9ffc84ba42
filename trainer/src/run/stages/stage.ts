// What a stage of a run is.
import type { Backend } from '../../tensorflow/backend.ts';
import type { Progress } from '../../config/progress.ts';
import type { Keep, KeepFile } from '../../files/kept-parts.ts';
import type { Run } from '../run-folder.ts';

export interface StageContext {
  run: Run;
  backend: Backend;
  report: Progress;
  /** Hash of what the stage is made from: its part of the config, and the keys of the stages before it. */
  key: string;
  /** The stage is done again on purpose: what it kept of an unfinished attempt is not taken up. */
  again: boolean;
  /** Keeps a part of the stage as soon as it is finished, for an attempt after this one was stopped. */
  keep: Keep;
  /** Where a training within the stage keeps how far it is; gone when the stage is whole. */
  keepFile: KeepFile;
}

export interface Stage {
  name: string;
  /** What it does, for people who wait. */
  says: string;
  /** The part of the config that this stage, beyond those before it, depends on. */
  inputs(run: Run): unknown;
  work(context: StageContext): Promise<void>;
}
