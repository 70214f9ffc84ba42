import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { longLines, longSentences } from './plain-words.ts';

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

it('finds sentences of more than 25 words, with code and addresses as one word', () => {
  const right = `${words(22)} \`npm run a b c\` [link](https://a.example/x) last.`;
  const wrong = `${words(26)}.`;
  const document = `# Title\n\n${right} And more.\n\n| ${words(30)} |\n\n\`\`\`sh\n${words(30)}\n\`\`\`\n\n- ${wrong}`;
  expect(longSentences(document)).toEqual([wrong]);
});

it('finds lines of more than 160 characters', () => {
  expect(longLines(`${'a'.repeat(160)}\n${'b'.repeat(161)}`)).toEqual(['b'.repeat(161)]);
});

it.each(['README.md', 'CONTRIBUTING.md'])('%s says one thing in a sentence', (file) => {
  const document = readFileSync(`${import.meta.dirname}/../${file}`, 'utf8');
  expect(longSentences(document)).toEqual([]);
  expect(longLines(document)).toEqual([]);
});
