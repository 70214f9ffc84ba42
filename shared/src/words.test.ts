// How people type what they look for, and what it must find.
import { expect, test } from 'vitest';
import { hasWanted, searchForm, searchText, wantedBy, wordsOf } from './words.ts';

test.for([
  ['Amélie', 'amelie'],
  ['Łódź', 'lodz'],
  ['Søren', 'soren'],
  ['Straße', 'strasse'],
  ['Hors-d’œuvre', 'hors-d’oeuvre'],
  ['Þór & Æsir', 'thor  and  aesir'],
  ['ＨＩＧＨ ﬁve', 'high five'],
  ['İstanbul ve ılık', 'istanbul ve ilik'],
  ['ガメラ', 'がめら'],
  ['기생충', '기생충'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
] as const)('%s is searched as %s', ([text, form]) => {
  expect(searchForm(text)).toBe(form);
});

test.for([
  ["Ocean's Eleven", ['oceans', "ocean's", 'ocean’s el', 'eleven ocean'], ['oceanss', 'leven']],
  ['Spider-Man: No Way Home', ['spiderman', 'spider-man', 'spider man', 'no way', 'home'], ['pider']],
  ['M*A*S*H (1970)', ['mash', 'm*a*s*h', '1970', '(1970)'], ['ash']],
  ['WALL·E', ['walle', 'wall-e', 'wall e', 'Wall·E'], ['alle']],
  ['E.T. the Extra-Terrestrial', ['et', 'e.t.', 'extraterrestrial', 'extra terrestrial'], ['xtra']],
  ['Spiderman', ['spider-man', 'spiderman'], ['spider man']],
  ['Fast & Furious', ['fast and furious', 'fast & fur'], ['fast or']],
  ['Rock ’n’ Roll', ['rock n roll', "rock 'n' roll"], []],
  ['L’Avventura', ["l'avventura", 'avventura', 'lavventura'], []],
  ['七人の侍', ['侍', '七人', '人の', '七 侍', '七人の侍'], ['侍の', '人七']],
  ['となりのトトロ', ['トトロ', 'ととろ', 'となり'], ['ドトロ']],
  ['ฉลาดเกมส์โกง', ['เกม'], []],
  ['Œdipe à Łódź', ['oedipe', 'œdipe lodz', 'Łódź'], []],
] as const)('%s', ([title, found, missed]) => {
  const text = searchText(title);
  expect([title, ...found].filter((query) => !hasWanted(text, wantedBy(query)))).toEqual([]);
  expect(missed.filter((query) => hasWanted(text, wantedBy(query)))).toEqual([]);
});

test('signs alone ask for nothing, and part words', () => {
  expect([wantedBy('!?'), wordsOf('a-b, c’d')]).toEqual([[], ['a', 'b', 'c', 'd']]);
});
