// Activations at a hook point for every position of the training histories, harvested once and cached.
import { at, entryOf } from '@trimtab/shared/look-up.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Hook } from '@trimtab/shared/manifest.ts';
import type { Dataset } from '../data/dataset.ts';
import { trainingHistory, userCount } from '../data/dataset.ts';
import type { Arrays } from '../files/safetensors.ts';
import { createRandom } from '../math/random.ts';
import type { Random } from '../math/random.ts';
import { hideItems } from '../recommender/cloze.ts';
import { encode } from '../recommender/encode.ts';
import type { Recommender } from '../recommender/recommender.ts';
import { isCausal, plainSequences } from '../recommender/sequences.ts';
import { blocksAfter } from '../recommender/head.ts';
import type { Progress } from '../config/progress.ts';
import { ROLES, rolesOf } from './roles.ts';
import type { Role } from './roles.ts';

/**
 * Row i is the hidden state at item `items[i]` of user `users[i]`. BERT4Rec is shown its cloze: some items are hidden
 * from it, and always a window's last, as in scoring; the state there says what it expects in the item's place.
 */
export interface Activations {
  hiddenSize: number;
  hidden: Float32Array; // [n, hiddenSize]
  users: Int32Array; // [n]
  items: Int32Array; // [n]
  roles: Int32Array; // [n] index into ROLES
}

interface Piece {
  user: number;
  items: Int32Array;
}

/**
 * Whole users in random order until `maxPositions` is reached; long histories in windows of the model's length.
 *
 * @throws RangeError when the model has no such hook point
 */
export async function harvest(
  model: Recommender,
  data: Dataset,
  hook: Hook,
  options: { maxPositions: number; seed: number; report: Progress },
): Promise<Activations> {
  blocksAfter(hook, model.config.blocks);
  const pieces = chosenPieces(data, model.config.maxLength, options.maxPositions, options.seed);
  const n = pieces.reduce((sum, piece) => sum + piece.items.length, 0);
  const d = model.config.hiddenSize;
  const result: Activations = {
    hiddenSize: d,
    hidden: new Float32Array(n * d),
    users: new Int32Array(n),
    items: new Int32Array(n),
    roles: new Int32Array(n),
  };
  const random = createRandom(options.seed, 'harvest, hidden items');
  const roles = rolesOf(data);
  let row = 0;
  for (const batch of byLength(pieces)) {
    const hidden = await hiddenOf(model, hook, batch, random);
    const length = Math.max(...batch.map((piece) => piece.items.length));
    batch.forEach((piece, i) => {
      const start = i * length * d;
      result.hidden.set(hidden.subarray(start, start + piece.items.length * d), row * d);
      result.items.set(piece.items, row);
      result.users.fill(piece.user, row, row + piece.items.length);
      const role = ROLES.indexOf(at(roles, piece.user));
      result.roles.fill(role, row, row + piece.items.length);
      row += piece.items.length;
    });
    options.report.update(row / n, `${row} of ${n} positions`);
  }
  return result;
}

function chosenPieces(data: Dataset, maxLength: number, maxPositions: number, seed: number): Piece[] {
  const users = Int32Array.from({ length: userCount(data) }, (_, user) => user);
  const pieces: Piece[] = [];
  let positions = 0;
  for (const user of createRandom(seed, 'harvest').shuffle(users)) {
    if (positions >= maxPositions) break;
    const history = trainingHistory(data, user);
    for (let end = history.length; end > 0; end -= maxLength) {
      pieces.push({ user, items: history.subarray(Math.max(0, end - maxLength), end) });
    }
    positions += history.length;
  }
  return pieces;
}

function* byLength(pieces: Piece[], positions = 8192): Generator<Piece[]> {
  const sorted = pieces.slice().sort((a, b) => a.items.length - b.items.length || a.user - b.user);
  let batch: Piece[] = [];
  for (const piece of sorted) {
    if (batch.length > 0 && (batch.length + 1) * piece.items.length > positions) {
      yield batch;
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) yield batch;
}

async function hiddenOf(
  model: Recommender,
  hook: Hook,
  batch: Piece[],
  random: Random,
): Promise<Float32Array> {
  const hidden = tf.tidy(() => {
    let atHook: tf.Tensor2D | undefined;
    const rows = batch.map(({ items }) =>
      isCausal(model.config) ? items : hideItems(model.config, items, random).shown,
    );
    const { items, lengths } = plainSequences(model.config, rows);
    encode(model, items, {
      lengths,
      visit: (name, x) => {
        if (name === hook) atHook = x;
      },
    });
    return atHook as tf.Tensor2D;
  });
  const values = await hidden.data<'float32'>();
  hidden.dispose();
  return values;
}

/** The rows of one role, copied together. ∈ [rows, hiddenSize] */
export function hiddenOfRole(activations: Activations, role: Role): Float32Array {
  const { hidden, hiddenSize: d, roles } = activations;
  const wanted = ROLES.indexOf(role);
  const rows = roles.reduce((count, r) => count + (r === wanted ? 1 : 0), 0);
  const result = new Float32Array(rows * d);
  let row = 0;
  roles.forEach((r, i) => {
    if (r === wanted) result.set(hidden.subarray(i * d, (i + 1) * d), row++ * d);
  });
  return result;
}

/** The positions of users outside the autoencoder's training, in order. */
export function heldOutActivations(activations: Activations): Activations {
  const training = ROLES.indexOf('train');
  const { roles } = activations;
  return rowsOfActivations(
    activations,
    Int32Array.from(roles.keys()).filter((row) => roles[row] !== training),
  );
}

/** These positions alone, copied together. */
export function rowsOfActivations(activations: Activations, rows: Int32Array): Activations {
  const { hidden, hiddenSize: d, users, items, roles } = activations;
  const states = new Float32Array(rows.length * d);
  rows.forEach((row, i) => states.set(hidden.subarray(row * d, (row + 1) * d), i * d));
  const pick = (values: Int32Array): Int32Array => rows.map((row) => values[row] as number);
  return { hiddenSize: d, hidden: states, users: pick(users), items: pick(items), roles: pick(roles) };
}

export function toArrays(a: Activations): Arrays {
  const n = a.users.length;
  return {
    hidden: { shape: [n, a.hiddenSize], data: a.hidden },
    users: { shape: [n], data: a.users },
    items: { shape: [n], data: a.items },
    roles: { shape: [n], data: a.roles },
  };
}

/** @throws Error when the arrays are not those of `toArrays` */
export function fromArrays(arrays: Arrays, source: string): Activations {
  const get = <T extends Float32Array | Int32Array>(name: string, type: new () => T): T => {
    const found = arrays[name]?.data;
    if (!(found instanceof type))
      throw new Error(`${source}: "${name}" is missing; harvest the activations again`);
    return found;
  };
  const hidden = get('hidden', Float32Array);
  return {
    hiddenSize: at(entryOf(arrays, 'hidden').shape, 1),
    hidden,
    users: get('users', Int32Array),
    items: get('items', Int32Array),
    roles: get('roles', Int32Array),
  };
}
