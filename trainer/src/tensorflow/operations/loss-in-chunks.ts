// A mean loss of many rows against a table, made with its gradients a chunk of rows at a time.
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradient.ts';

/** What a chunk of n rows adds. The gradients are those of the sum of its losses. */
export interface ChunkOfLoss {
  losses: tf.Tensor1D; // [n]
  hidden: tf.Tensor2D; // [n, d]
  table: tf.Tensor2D; // [classes, d]
}

/** Scores held at once, 64 MB of them: memory does not grow with rows × classes. */
export const CHUNK_SCORES: number = 2 ** 24;

export interface ChunkOptions {
  /** Scores of a row. */
  columns: number;
  chunkScores: number;
}

/**
 * mean over the rows of a loss that depends on hidden·tableᵀ. The large scores are gone before the next chunk's are
 * made; only the two gradients are kept for the way back, which is why this is a mean and not a loss a row.
 *
 * @param hidden ∈ [rows, d]
 * @param table ∈ [classes, d]
 * @param ofChunk the losses of rows `from` to `from` + n
 */
export function meanLossInChunks(
  hidden: tf.Tensor2D,
  table: tf.Tensor2D,
  { columns, chunkScores }: ChunkOptions,
  ofChunk: (rows: tf.Tensor2D, from: number) => ChunkOfLoss,
): tf.Scalar {
  const [count, size] = hidden.shape;
  const chunk = Math.max(1, Math.floor(chunkScores / columns));
  const forward = () => {
    const parts: ChunkOfLoss[] = [];
    for (let from = 0; from < count; from += chunk) {
      const rows = tf.slice(hidden, [from, 0], [Math.min(chunk, count - from), size]);
      parts.push(
        addTables(
          parts.at(-1),
          tf.tidy(() => ({ ...ofChunk(rows, from) })),
        ),
      );
    }
    const share = 1 / count;
    const all = parts.map((part) => part.losses);
    const slopes = tf.concat(parts.map((part) => part.hidden));
    const total = parts.at(-1)?.table ?? tf.zerosLike(table);
    return {
      value: tf.mean<tf.Scalar>(tf.concat(all)),
      kept: [tf.mul(slopes, share), tf.mul(total, share)],
    };
  };
  return withGradient<tf.Scalar>([hidden, table], forward, (upstream, kept) =>
    kept.map((gradient) => tf.mul(gradient, upstream)),
  );
}

/** The chunk with the table's gradient of those before it added, and that one disposed of. */
function addTables(before: ChunkOfLoss | undefined, chunk: ChunkOfLoss): ChunkOfLoss {
  if (before === undefined) return chunk;
  const table = tf.add<tf.Tensor2D>(before.table, chunk.table);
  tf.dispose([before.table, chunk.table]);
  return { ...chunk, table };
}
