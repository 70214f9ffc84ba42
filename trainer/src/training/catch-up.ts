// What steps of Adam without a gradient did to rows of a table, worked out at once when the rows are read again.
import { at } from '@trimtab/shared/look-up.ts';
import { constantsOf, correctedRate, type AdamConstants } from '../optimiser/adam.ts';
import type { ItemTable, ItemTables } from './item-tables.ts';
import { keptShare } from './kept-share.ts';

export interface PastSteps extends AdamConstants {
  /** The learning rate of a step, which counts from 1. */
  learningRateOf: (step: number) => number;
  averageDecay: number;
}

/** Steps without a gradient, on a row with weights p, moments m and v, and an average a. */
interface Gap {
  /** p ← p - moved·m/(√v + ε) */
  moved: number;
  /** m ← faded₁·m,  v ← faded₂·v */
  first: number;
  second: number;
  /** a ← kept·a + (1 - kept)·p - averaged·m/(√v + ε) */
  kept: number;
  averaged: number;
}

const NO_STEPS: Gap = { moved: 0, first: 1, second: 1, kept: 1, averaged: 0 };

/**
 * Brings these rows up to a step, none of the steps since they were read having had a gradient for them. It is what these
 * steps would have done one after the other: without a gradient m fades by β₁ and √v by √β₂, so each moves a row by
 * ρ = β₁/√β₂ of what the step before did, at its own rate. (ε is held against the first √v, beside which it is nothing.)
 */
export function catchUp(
  { byName, movedTo }: ItemTables,
  rows: Iterable<number>,
  step: number,
  past: PastSteps,
): void {
  const { epsilon } = constantsOf(past);
  const gapSince = gapsUpTo(step, past);
  const tables = Object.values(byName);
  for (const row of rows) {
    const from = movedTo[row] as number;
    if (from === step) continue;
    const gap = gapSince(from);
    movedTo[row] = step;
    for (const table of tables) catchUpRow(table, row, gap, epsilon);
  }
}

/** The same for all rows. */
export const catchUpAll = (tables: ItemTables, step: number, past: PastSteps): void =>
  catchUp(tables, tables.movedTo.keys(), step, past);

/** The gap from a step to `step`: each is made from the one that is shorter by a step. */
function gapsUpTo(step: number, past: PastSteps): (from: number) => Gap {
  const { beta1, beta2 } = constantsOf(past);
  const ratio = beta1 / Math.sqrt(beta2);
  const gaps = [NO_STEPS]; // by their steps
  return (from) => {
    for (let steps = gaps.length; steps <= step - from; steps++) {
      const gap = at(gaps, steps - 1);
      const earliest = step - steps + 1;
      const rate = correctedRate(past.learningRateOf(earliest), earliest, past);
      const kept = gap.kept * keptShare(past.averageDecay, earliest);
      gaps.push({
        moved: ratio * (rate + gap.moved),
        first: gap.first * beta1,
        second: gap.second * beta2,
        kept,
        averaged: ratio * (gap.averaged + rate * (1 - kept)),
      });
    }
    return at(gaps, step - from);
  };
}

function catchUpRow(
  { width, weights, first, second, average }: ItemTable,
  row: number,
  gap: Gap,
  epsilon: number,
): void {
  for (let i = row * width; i < (row + 1) * width; i++) {
    const weight = weights[i] as number;
    const way = (first[i] as number) / (Math.sqrt(second[i] as number) + epsilon);
    weights[i] = weight - gap.moved * way;
    first[i] = (first[i] as number) * gap.first;
    second[i] = (second[i] as number) * gap.second;
    if (average !== undefined) {
      average[i] = gap.kept * (average[i] as number) + (1 - gap.kept) * weight - gap.averaged * way;
    }
  }
}

/** The step of the average itself, for rows that have just moved to `step`. */
export function averageRows(
  { byName, movedTo }: ItemTables,
  rows: Int32Array,
  step: number,
  decay: number,
): void {
  const kept = keptShare(decay, step);
  for (const row of rows) movedTo[row] = step;
  for (const { width, weights, average } of Object.values(byName)) {
    if (average === undefined) continue;
    for (const row of rows) {
      for (let i = row * width; i < (row + 1) * width; i++) {
        const weight = weights[i] as number;
        average[i] = weight + ((average[i] as number) - weight) * kept;
      }
    }
  }
}
