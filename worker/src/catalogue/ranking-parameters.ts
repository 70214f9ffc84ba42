// What decides the order of a list, in plain language: the main parameters that a person is to be told.
import type { ModelResponse } from '@trimtab/shared/browse.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';

export function rankingInWords({ data, model }: Manifest): ModelResponse['ranking'] {
  return {
    summary:
      'Items are ordered by how likely a model that learnt from other people’s histories thinks each is to come next ' +
      `after the given history. It learnt from ${data.interactions} interactions of ${data.users} people with ` +
      `${data.items} items (${data.name}). Nobody pays for a place, and the model knows nothing of a person but the ` +
      'history that comes with the request.',
    parameters: [
      {
        name: 'history',
        effect: `The newest ${model.maxLength} items and their order matter most: what people went on to after similar ones ranks higher.`,
        control:
          'Leave items out of the history, or send `profiling: false` for a list that does not look at it.',
      },
      {
        name: 'steering',
        effect:
          'Each concept is turned up or down by its strength from -1 to 1; 0 leaves the order exactly as it is.',
        control:
          'Set strengths in `steering.concepts`, or save them as a preset. GET /v1/concepts explains each.',
      },
      {
        name: 'popularity',
        effect:
          'The model saw popular items more often and so tends to rank them higher. Where it knows no item of a history, the most popular items are listed.',
        control: 'Give a history of known items, or leave items out with `exclude`.',
      },
      {
        name: 'exclusions',
        effect: 'Items of the history and of `exclude` are not listed.',
        control: 'Change either list.',
      },
    ],
  };
}
