// What the contract says of the version that serves, of health, and of failures.
import { healthResponseSchema, modelResponseSchema, versionsResponseSchema } from '@trimtab/shared/browse.ts';
import { fieldErrorSchema, problemSchema } from '@trimtab/shared/problem.ts';
import { object, type Named } from './named.ts';

const { shape: facts } = modelResponseSchema;
const { shape: ranking } = facts.ranking;
const { element: version } = versionsResponseSchema.shape.versions;

export const model: readonly Named[] = [
  object('ModelResponse', modelResponseSchema, 'The version that serves, and what it measured.', {
    modelVersion: [
      'First 16 hexadecimal digits of a hash over config, data, seed and code.',
      '474314508433a642',
    ],
    createdAt: ['When it was trained.', '2026-11-30T10:00:18.425Z'],
    data: ['What it was trained on.'],
    model: ['The network.'],
    hook: ['The place in the network that is read and edited.', 'blocks.0'],
    latents: ['How many latents the autoencoder has.', 96],
    concepts: ['How many concepts can be steered.', 38],
    precision: ['How the numbers of the network are held.', 'int8'],
    degraded: ['Whether a newer version could not be loaded and this older one serves.', false],
    ranking: ['What decides the order of a list.'],
    metrics: [
      'What the training measured, as docs/measures.md defines it.',
      { recommender: { split: 'test', hr10: 0.418, ndcg10: 0.282 } },
    ],
  }),
  object('TrainingData', facts.data, 'What a version was trained on.', {
    name: ['Name of the data set.', 'generated'],
    users: ['How many people.', 2000],
    items: ['How many items.', 1200],
    interactions: ['How many times a person took an item.', 100458],
    until: ['When the newest of them was; absent where there are no times.', '2026-11-29T21:14:05.000Z'],
  }),
  object('Network', facts.model, 'The recommender’s network.', {
    kind: ['The architecture.', 'gptrec'],
    hiddenSize: ['Numbers in a hidden state.', 48],
    blocks: ['Blocks of the transformer.', 2],
    heads: ['Attention heads of a block.', 2],
    maxLength: ['Items of a history that are looked at; the newest are used.', 64],
  }),
  object('RankingInWords', facts.ranking, 'What decides the order of a list, for people to read.', {
    summary: ['The whole in a few sentences.', 'Items are ordered by how likely each is to come next.'],
    parameters: ['What plays a part, one by one.'],
    parts: ['Which part of a list is whose doing: the state’s, the latents’, the labels’.'],
  }),
  object('RankingParameter', ranking.parameters.element, 'Something that plays a part in the order.', {
    name: ['What it is called.', 'history'],
    effect: ['What it does.', 'The newest items and their order matter most.'],
    control: ['What a person can do about it.', 'Leave items out of the history.'],
  }),
  object('RankingPart', ranking.parts.element, 'Whose doing a part of a list is.', {
    name: ['Who does it.', 'the labels'],
    effect: ['What of a list it decides.', 'A wish is kept by the labels of the data.'],
  }),
  object(
    'VersionsResponse',
    versionsResponseSchema,
    'Versions that serve, have served, or were taken back.',
    {
      versions: ['The one that serves first; those that served before stand last, newest first.'],
    },
  ),
  object('Version', version, 'A version, and what it is to the service.', {
    modelVersion: ['Its name.', '474314508433a642'],
    state: ['Whether it serves, is awaited or tried out, was rolled back, or served before.', 'serves'],
    share: ['Share of people who get it; only of a canary.', 0.05, 'rare'],
    facts: ['What it is made of and reached; null where its files are gone.'],
  }),
  object('VersionFacts', version.shape.facts.unwrap(), 'What a version is made of, and what it reached.', {
    createdAt: ['When it was trained.', '2026-11-30T10:00:18.425Z'],
    data: ['What it was trained on.'],
    hr10: [
      'Share of test users whose next item is among the first ten; null where it was not measured.',
      0.418,
    ],
    ndcg10: ['How high that item stands, 1 at the most; null where it was not measured.', 0.282],
  }),
  object('Health', healthResponseSchema, 'Whether recommendations can be served.', {
    status: ['`degraded` where a newer version was refused, or popular lists stand in.', 'ok'],
    modelVersion: ['The version that serves.', '474314508433a642'],
    lists: ['There while the model fails, and popular lists stand in for its own.', 'popular', 'rare'],
  }),
  object('Problem', problemSchema, 'What went wrong (RFC 9457).', {
    type: ['Stable name of the kind of failure. It leads to no page.', 'urn:trimtab:problem:invalid-request'],
    title: ['The kind of failure in words.', 'The request does not fit the contract'],
    status: ['The HTTP status.', 400],
    detail: ['What was wrong this time, and what to do.', 'See `errors`.'],
    requestId: ['Names the request in the logs of the service.', '8b0c4d8e-6c0d-4f7a-9c1e-0d6b1f1b2a3c'],
    errors: ['Each place of the request that does not fit.'],
  }),
  object('FieldError', fieldErrorSchema, 'A place of a request that does not fit.', {
    path: ['Where in the request it stands.', 'body.limit'],
    expected: ['What was expected there.', 'a whole number from 1 to 100'],
    message: ['What is wrong with what came.', 'Too big: expected number to be <=100'],
  }),
];
