// What the contract says of events, and of what is held about a person.
import {
  eventSchema,
  eventsRequestSchema,
  eventsResponseSchema,
  storedEventSchema,
} from '@trimtab/shared/events.ts';
import {
  erasureSchema,
  personExportSchema,
  preferencesAnswerSchema,
  preferencesSchema,
} from '@trimtab/shared/me.ts';
import { object, value, type Named } from './named.ts';
import { presetProperties } from './presets.ts';

const at = '2026-11-30T10:00:00.000Z';

const common = {
  id: ['An id of your choice. An event counts once however often it is sent.', 'play-0001-0001'],
  at: ['When it happened.', at],
  item: ['Item id.', 'film-0004'],
  recommendationId: ['The list that the item was in.', '0b7b6ad2-8f4e-4a52-9a1e-2f0c7f0f6f5d'],
} as const;

const typed = (type: string) => ['What happened.', type] as const;

const interaction = {
  type: typed('interaction'),
  ...common,
  value: ['A rating, where the app has one.', 4.5],
} as const;

const impression = {
  type: typed('impression'),
  id: common.id,
  at: common.at,
  recommendationId: ['The list that was shown.', common.recommendationId[1]],
  items: ['What was shown, in this order.', ['film-0004', 'film-0005']],
} as const;

const refusal = { type: typed('not_interested'), ...common } as const;

const received = {
  person: ['Pseudonym of the person.', 'p_4b0e1f'],
  receivedAt: ['When the service received it.', at],
} as const;

const [interactionSchema, impressionSchema, refusalSchema] = eventSchema.options;
const [storedInteraction, storedImpression, storedRefusal] = storedEventSchema.options;

const EVENT = { type: 'interaction', id: 'play-0001-0001', at, item: 'film-0004' };
const STORED = { ...EVENT, person: 'p_4b0e1f', receivedAt: at };

const choices = {
  profiling: ['False: lists ignore the history, and no events are kept.', true],
  defaultPresetId: [
    'The preset that steers when a request names neither preset nor concepts; null for none.',
    presetProperties.id[1],
  ],
  nextDefaultPresetId: [
    'The preset that is the default again when this one ends; null for none. The service finds it: what is sent changes nothing.',
    null,
  ],
} as const;

const { shape: whole } = personExportSchema;

export const people: readonly Named[] = [
  object('Interaction', interactionSchema, 'The person took an item: watched, bought, read.', interaction),
  object('Impression', impressionSchema, 'The person was shown these items, in this order.', impression),
  object('Refusal', refusalSchema, 'The person said that they do not want an item.', refusal),
  value('Event', eventSchema, 'What a person did, was shown or refused.', EVENT),
  object(
    'EventsRequest',
    eventsRequestSchema,
    'What a person did, and whether they agree that it trains the model.',
    {
      consent: [
        'Whether the person agreed that these events train the next model. Without it nothing is kept.',
        true,
      ],
      events: ['The events: one or more, unless all that is told is that consent is taken back.', [EVENT]],
    },
  ),
  object('EventsResponse', eventsResponseSchema, 'What became of the events.', {
    accepted: ['How many were taken.', 1],
    dropped: ['Why nothing was kept.', 'no-consent', 'rare'],
  }),
  object('StoredInteraction', storedInteraction, 'An interaction as it is held.', {
    ...interaction,
    ...received,
  }),
  object('StoredImpression', storedImpression, 'An impression as it is held.', {
    ...impression,
    ...received,
  }),
  object('StoredRefusal', storedRefusal, 'A refusal as it is held.', { ...refusal, ...received }),
  value('StoredEvent', storedEventSchema, 'An event as it is held.', STORED),
  object('PreferencesInput', preferencesSchema, 'What the person chooses for good.', choices),
  object('Preferences', preferencesAnswerSchema, 'What the person has chosen for good.', choices),
  object('PersonExport', personExportSchema, 'Everything that is held about a person.', {
    exportedAt: ['When it was gathered.', at],
    person: ['Subject of the token.', 'ada'],
    preferences: ['Standing choices.'],
    presets: ['Presets, each with what it was before.'],
    answers: ['Answers that are kept for a day to requests with an Idempotency-Key.'],
    events: ['Events that were taken with consent.'],
  }),
  object('PresetWithRevisions', whole.presets.element, 'A preset, and what it was before.', {
    ...presetProperties,
    revisions: ['Earlier revisions, newest first.'],
  }),
  object('KeptAnswer', whole.answers.element, 'An answer that is kept for a repeated request.', {
    key: ['The Idempotency-Key.', 'save-friday-evening'],
    createdAt: ['When it was given.', at],
    body: ['What it held; null where it held nothing.', null],
  }),
  object('HeldEvents', whole.events, 'Events that are held, in parts.', {
    pseudonym: ['The name under which events are stored; null where the service takes none.', 'p_4b0e1f'],
    stored: ['The events of this part.', [STORED]],
    next: ['Send it as `after` for more; null when these were the last.', null],
  }),
  object('Erasure', erasureSchema, 'What was erased, and what cannot be erased at once.', {
    erasedAt: ['When it was erased.', at],
    erased: ['How much was erased.'],
    tombstone: [
      'Left so that training leaves out copies of the person’s events; null where there are none.',
      'p_4b0e1f',
    ],
    stillHeld: ['What cannot be erased at once.'],
  }),
  object('ErasedCounts', erasureSchema.shape.erased, 'How much was erased.', { presets: ['Presets.', 2] }),
  object('StillHeld', erasureSchema.shape.stillHeld.element, 'What cannot be erased at once.', {
    where: ['Where it is held.', 'model'],
    until: ['Until when it is held; null where no time can be given.', null],
    detail: [
      'What happens to it, in words.',
      'The model may have been trained on your events, until the next training leaves them out.',
    ],
  }),
];
