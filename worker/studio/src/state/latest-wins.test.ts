// A slider's questions against answers that take their time.
import { expect, test } from 'vitest';
import { latestWins } from './latest-wins.ts';

interface Pending {
  question: number;
  answer: (value: string) => void;
  fail: (error: Error) => void;
}

function set(): { push: (question: number) => void; pending: Pending[]; heard: string[] } {
  const pending: Pending[] = [];
  const heard: string[] = [];
  const ask = (question: number): Promise<string> =>
    new Promise((answer, fail) => {
      pending.push({ question, answer, fail });
    });
  const push = latestWins(ask, {
    onAnswer: (answer) => heard.push(answer),
    onError: (error) => heard.push(String(error)),
  });
  return { push, pending, heard };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('while one is asked, only the newest of the others waits', async () => {
  const { push, pending, heard } = set();
  for (const question of [1, 2, 3, 4]) push(question);
  expect(pending.map(({ question }) => question)).toEqual([1]);
  pending[0]?.answer('first');
  await settled();
  expect(pending.map(({ question }) => question)).toEqual([1, 4]);
  pending[1]?.answer('last');
  await settled();
  expect(heard).toEqual(['first', 'last']);
});

test('a failure is told, and the next question is asked all the same', async () => {
  const { push, pending, heard } = set();
  push(1);
  push(2);
  pending[0]?.fail(new Error('down'));
  await settled();
  pending[1]?.answer('up');
  await settled();
  push(3);
  expect(heard).toEqual(['Error: down', 'up']);
  expect(pending).toHaveLength(3);
});
