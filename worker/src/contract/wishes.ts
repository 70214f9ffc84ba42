// What the contract says of wishes and of presets that hold them.
import { savedListWishSchema, savedWishSchema, wishesSchema, wishSchema } from '@trimtab/shared/wishes.ts';
import { object, value, type Named } from './named.ts';

const [, , termSchema] = wishSchema.options;
const [, , savedTermSchema] = savedWishSchema.options;

const terms = {
  targetShare: ['That share of the first ten, no more and no less.', 0.4],
  more: ['So many items more than the list has without steering.', 2],
  less: ['So many items fewer than the list has without steering.', 1],
  atLeast: ['That share of the first ten or more.', 0.3],
  atMost: ['That share of the first ten or less.', 0.2],
} as const;

export const wishes: readonly Named[] = [
  object(
    'WishForTen',
    termSchema,
    'What the first ten of a list shall hold: exactly one of these fields.',
    terms,
    {
      more: 2,
    },
  ),
  value(
    'Wish',
    wishSchema,
    'A number from -1 (less) to 1 (more) is a strength, and 0 changes nothing. An object asks for a count of the first ten. `never` asks for none at all.',
    { more: 2 },
  ),
  value('Wishes', wishesSchema, 'Concept id → wish: at most 50, of which ten may be other than strengths.', {
    'genre:comedy': { more: 2 },
    'era:1990s': 0.5,
    'genre:horror': 'never',
  }),
  object(
    'KnownWishForTen',
    savedTermSchema,
    'A wish for the first ten as it is answered; it has one of these fields.',
    terms,
    { more: 2 },
  ),
  value('KnownListWish', savedListWishSchema, 'A wish about the list itself, as it is answered.', {
    more: 2,
  }),
  value('KnownWish', savedWishSchema, 'A strength, or a wish about the list, as it is answered.', {
    more: 2,
  }),
];
