// What is served: a version that was read whole, or as much of one as could be read.
import type { Basis, Concept, Concepts } from '@trimtab/shared/concepts.ts';
import type { ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import type { ItemColumns } from './catalogue/item-columns.ts';
import type { ItemTexts } from './catalogue/item-texts.ts';
import type { Engine } from './inference/engine.ts';
import type { ScoringEngine } from './inference/paced-engine.ts';

/** A catalogue as it is served: numbers in memory, and words wherever they are kept. */
export interface ServedItems {
  columns: ItemColumns;
  texts: ItemTexts;
}

export interface LoadedModel extends ServedItems {
  manifest: Manifest;
  concepts: ReadonlyMap<string, Concept>;
  /** Concepts of earlier versions that this one lacks. */
  lost: NonNullable<Concepts['lost']>;
  /** What the method `gradient` moves; absent in versions that are older than it. */
  basis: Basis | undefined;
  /** The item table of the head, which takes edits of the last state where there is one. */
  table: ItemTable | undefined;
  metrics: Record<string, unknown>;
  samples: Samples['samples'];
  engine: Engine;
}

/** A loaded model, or as much of one as could be read: without graphs only popular lists can be made. */
export type Servable = ServedItems &
  Pick<LoadedModel, 'manifest' | 'concepts'> &
  Partial<Pick<LoadedModel, 'basis' | 'table'>> & { engine: ScoringEngine | null };
