// The operations that models here are built of: differentiable on both backends, each on its fast path.
export { attendOnce } from './attend-once.ts';
export type { Kept } from './attend-once.ts';
export { canFuseAttention, fusedAttention } from './attention.ts';
export type { Attended, Reach } from './attention.ts';
export { tiedCrossEntropy } from './cross-entropy.ts';
export { dropOut, scrambled } from './drop-out.ts';
export { gatherRows } from './gather-rows.ts';
export { gatedAdd, swiGlu } from './gates.ts';
export { keepTopK } from './keep-top-k.ts';
export { layerNorm } from './layer-norm.ts';
export { linear } from './linear.ts';
export { maskedSoftmax } from './masked-softmax.ts';
export { batchMatMul, matMul, matMulGiven } from './products.ts';
export { generalisedBinaryCrossEntropy, sampledCrossEntropy } from './shared-negatives.ts';
