// How many of the committed phrases become the wishes that they should.
import { judged, KINDS, type Judged } from '@trimtab/shared/testing/phrases/read-phrases.ts';

/** @param say told of each phrase that becomes something else */
export function phrases(say: (line: string) => void): Promise<object> {
  const figures: Record<string, object> = {};
  const all: Judged[] = [];
  for (const kind of KINDS) {
    const found = judged(kind);
    for (const { text, isRight, came, expected } of found) {
      if (!isRight) say(`${text}\n  wanted ${JSON.stringify(expected)}\n  came   ${JSON.stringify(came)}`);
    }
    figures[kind] = summed(found);
    all.push(...found);
  }
  return Promise.resolve({ ...figures, all: summed(all) });
}

const summed = (found: readonly Judged[]) => ({
  phrases: found.length,
  right: share(found, ({ isRight }) => isRight),
  rightWay: share(found, ({ isRightWay }) => isRightWay),
});

const share = (found: readonly Judged[], test: (one: Judged) => boolean): number =>
  Math.round((1000 * found.filter(test).length) / found.length) / 1000;
