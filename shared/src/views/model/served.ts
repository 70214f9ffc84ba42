// What is served: the network, and what its small numbers cost against full precision.
import type { View } from '../element.ts';
import { decimals, percent, whole } from '../numbers.ts';
import { dataTable } from '../tables.ts';
import type { ShownModel } from './shown-model.ts';

const MIB = 2 ** 20;

export function servedView({ facts, metrics }: Pick<ShownModel, 'facts' | 'metrics'>): View {
  const { bytes, autoencoder, top10Overlap, ndcg10Fp32, ndcg10Int8, parityMaxAbs } = metrics.export;
  const { kind, blocks, heads, hiddenSize, maxLength } = facts.model;
  const rows = [
    ['Network', kind],
    ['Blocks of the transformer', whole(blocks)],
    ['Attention heads of a block', whole(heads)],
    ['Numbers in a state', whole(hiddenSize)],
    ['Newest titles of a history that it looks at', whole(maxLength)],
    ['Both graphs', `${decimals(bytes / MIB, 2)} MiB`],
    ...(autoencoder === undefined
      ? []
      : [['The autoencoder’s part of them', `${decimals(autoencoder.bytes / MIB, 2)} MiB`]]),
    ...(autoencoder?.milliseconds === undefined
      ? []
      : [
          [
            'Time that it adds to a request (wasm, one thread)',
            `${decimals(autoencoder.milliseconds, 2)} ms`,
          ],
        ]),
    ['First ten that int8 and full precision share', percent(top10Overlap, 1)],
    ['NDCG@10, full precision', decimals(ndcg10Fp32, 4)],
    ['NDCG@10, int8', decimals(ndcg10Int8, 4)],
    ['Largest difference of scores between trainer and graph', parityMaxAbs.toExponential(1)],
  ];
  return dataTable({ caption: 'What is served', columns: ['Figure', '#Value'], rows });
}
