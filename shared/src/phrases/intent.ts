// What the small words before a name ask of it, and the wish that this is.
import { TEN, type ListWish } from '../wishes.ts';
import type { Mark } from './markers.ts';

/** How much of a thing is wanted, as far as it was said. */
export interface Intent {
  negation: 'never' | 'less' | null;
  reach: 'phrase' | 'word';
  /** Items of ten, more or fewer; null where nothing was said. */
  amount: number | null;
  sign: 1 | -1;
  share: { term: 'atLeast' | 'atMost' | 'targetShare'; value: number } | null;
  /** "Too", which asks for less unless it is denied. */
  isExcess: boolean;
}

export const PLAIN: Intent = {
  negation: null,
  reach: 'word',
  amount: null,
  sign: 1,
  share: null,
  isExcess: false,
};

/** Items that a wish moves where no degree was said, where a thing is denied outright, and where it is denied by half. */
const USUAL = 2;
const OUTRIGHT = 4;

/** The intent with one more small word. */
export function refined(intent: Intent, mark: Mark): Intent {
  switch (mark.is) {
    case 'negation':
      return denied(intent, mark);
    case 'degree': {
      const { amount } = intent;
      const sign = mark.sign === undefined ? intent.sign : mark.sign;
      return {
        ...intent,
        sign,
        amount: amount !== null && mark.sign === -1 ? Math.max(amount, 1) : mark.amount,
      };
    }
    case 'excess':
      return { ...intent, isExcess: true };
    case 'enough':
      return intent.negation === null ? { ...intent, sign: -1 } : { ...PLAIN, amount: USUAL };
    case 'share':
      return { ...intent, share: mark, reach: mark.value === 1 ? 'phrase' : intent.reach };
    case 'than':
      return { ...PLAIN, sign: -1, amount: USUAL };
    default:
      return intent;
  }
}

/** "Not without humour" denies a denial. */
function denied(intent: Intent, { asks, reach }: Extract<Mark, { is: 'negation' }>): Intent {
  if (intent.negation === 'less' && intent.amount === null) return PLAIN;
  return { ...intent, negation: asks, reach };
}

/** @param parts of how many things the wish is one: "the eighties or the nineties", a range of decades */
export function wishOf(intent: Intent, parts = 1): ListWish {
  const { negation, amount, sign, share, isExcess } = intent;
  if (share !== null) return shareWish(negation === null ? share : deniedShare(share), parts);
  const isSoft = isExcess || (amount !== null && amount >= OUTRIGHT);
  if (negation !== null && sign === -1) return { more: USUAL };
  if (negation !== null && isSoft) return { less: USUAL };
  if (negation === 'never') return 'never';
  if (negation === 'less') return { less: amount ?? OUTRIGHT };
  if (sign === -1 || isExcess) return { less: Math.max(1, amount ?? USUAL) };
  return { more: Math.max(1, Math.round((amount ?? USUAL) / parts)) };
}

type Share = NonNullable<Intent['share']>;

function shareWish({ term, value }: Share, parts: number): ListWish {
  const share = Math.round((100 * Math.min(1, Math.max(0, value))) / (term === 'atMost' ? 1 : parts)) / 100;
  return { [term]: share } as ListWish;
}

/** "Not mostly horror" bounds it from above. */
const deniedShare = ({ value }: Share): Share => ({ term: 'atMost', value: Math.max(0, value - 1 / TEN) });
