// What decides the order of a list, in plain language: the main parameters that a person is to be told.
import type { ModelResponse } from './browse.ts';
import type { Manifest } from './manifest.ts';
import { whole } from './views/numbers.ts';

export function rankingInWords({ data, model }: Pick<Manifest, 'data' | 'model'>): ModelResponse['ranking'] {
  return {
    summary:
      'Items are ordered by how likely a model that learnt from other people’s histories thinks each is to come next ' +
      `after the given history. It learnt from ${whole(data.interactions)} interactions of ${whole(data.users)} people with ` +
      `${whole(data.items)} items (${data.name}). Nobody pays for a place, and the model knows nothing of a person but the ` +
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
        name: 'wishes',
        effect:
          'A wish about the first ten, such as 4 of 10, is kept by choosing among the likeliest items, or the answer says why it cannot be.',
        control: 'Set wishes in `steering.concepts`, or save them as a preset.',
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
    parts: [
      {
        name: 'the state',
        effect:
          'The network turns the history into one state, and an item’s score is how well it fits this state. Without strengths and wishes the whole order is its doing.',
      },
      {
        name: 'the latents',
        effect:
          'A strength moves the latents of its concept inside the network. Items that go with them rise or fall, whether or not the data labels them. ' +
          'Before a wish is kept, the list leans along them too.',
      },
      {
        name: 'the labels',
        effect:
          'How many of the ten show a concept that a wish is about is decided by the labels of the data. Of these ten, the items that were wished for stand a little higher.',
      },
    ],
  };
}
