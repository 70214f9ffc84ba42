// What a person may say about one item: it becomes a wish, an exclusion or an item of the history, and an event with consent.
import { Ban, CircleQuestionMark, Ellipsis, Eye, ThumbsDown, ThumbsUp } from 'lucide';
import type { RecommendationResponse, RecommendedItem } from '@trimtab/shared/api.ts';
import type { JSX } from 'preact';
import { Menu } from '../shell/menu.tsx';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { wordsOf } from '../shell/words.ts';
import { tellEvent } from '../state/consented-events.ts';
import { refusalOf, withWish } from '../state/steering.ts';
import { countsOf } from './base-counts.ts';
import { conceptBehind } from './concept-behind.ts';
import { stepped, type Direction } from './wish-steps.ts';
import { wishWords } from '../shell/wish-words.ts';

const DROPPED = {
  'no-consent': 'It was not kept: you have not agreed to it.',
  'profiling-off': 'It was not kept: your choice against profiling stands.',
};

interface ItemMenuProps {
  item: RecommendedItem;
  answer: RecommendationResponse;
  onWhy: () => void;
}

export function ItemMenu({ item, answer, onWhy }: ItemMenuProps): JSX.Element {
  const { trimtab, consent, steering, items, announcer } = useStudio();
  const start = useStart();
  const { title } = item;

  /** By one item of the concept that says most about this one. */
  async function like(direction: Direction): Promise<void> {
    const concept = await conceptBehind(trimtab, item.id, start);
    if (concept === null) return announcer.say(`Nothing that can be steered speaks of ${title}.`);
    const { wishes } = steering.current;
    const wish = stepped(wishes[concept.id] ?? null, countsOf(concept, answer).base, direction);
    const refusal = wish === null ? null : refusalOf(wishes, concept.id, wish);
    if (refusal !== null) return announcer.say(refusal);
    steering.change({ wishes: withWish(wishes, concept.id, wish) });
    announcer.say(`${concept.label}: ${wish === null ? 'as today' : wishWords(wish)}, because of ${title}.`);
  }

  const failed = (error: unknown): void => announcer.say(wordsOf(error));
  const tell = (type: 'interaction' | 'not_interested'): void => {
    const { recommendationId } = answer;
    tellEvent({ trimtab, consent }, { type, item: item.id, recommendationId }).then(
      (dropped) => dropped !== null && announcer.say(DROPPED[dropped]),
      failed,
    );
  };

  const entries = [
    { label: 'Why is it here?', icon: CircleQuestionMark, act: onWhy },
    { label: 'More like this', icon: ThumbsUp, act: () => void like(1).catch(failed) },
    {
      label: 'Less like this',
      icon: ThumbsDown,
      act: () => {
        void like(-1).catch(failed);
        tell('not_interested');
      },
    },
    {
      label: 'Never show it',
      icon: Ban,
      act: () => {
        steering.change({ never: [...steering.current.never, item.id] });
        announcer.say(`${title} is never shown. Undo brings it back.`);
        tell('not_interested');
      },
    },
    {
      label: 'I have seen it',
      icon: Eye,
      act: () => {
        items.learn([item]);
        steering.change({ history: [...steering.current.history, item.id] });
        announcer.say(`${title} is among the titles you start from.`);
        tell('interaction');
      },
    },
  ];
  return <Menu label={`What to do with ${title}`} icon={Ellipsis} entries={entries} />;
}
