// What tests of wishes share: questions to the tiny model, item i of genre i mod 3, and how its answers are read.
import { z } from 'zod';
import { keptWishSchema, type KeptWish } from '@trimtab/shared/api.ts';
import { idsOf, listOf, testApp, type Answer, type Json } from './harness.ts';

export const HISTORY = ['i9', 'i4', 'i2'];
export const [HORROR, COMEDY, WESTERN] = ['genre:horror', 'genre:comedy', 'genre:western'] as const;

export const { ask } = testApp();

export const recommend = (body: object): Promise<Answer> =>
  ask('POST', '/v1/recommendations', { body: { history: HISTORY, ...body } });

export const wishing = (concepts: object, other: object = {}): Promise<Answer> =>
  recommend({ ...other, steering: { concepts } });

export const cameOf = ({ body }: Answer): KeptWish[] => z.array(keptWishSchema).parse(body['wishes']);

export const idsFrom = ({ body }: Answer): string[] => idsOf(body['items']);

export const genreOf = (id: string): number => Number(id.slice(1)) % 3;

/** Items of a genre among the ten that begin at a place. */
export const count = (ids: readonly string[], genre: number, from = 0): number =>
  ids.slice(from, from + 10).filter((id) => genreOf(id) === genre).length;

export const scoresIn = ({ body }: Answer): Map<string, number> =>
  new Map(listOf(body['items']).map(({ id, score }) => [String(id), Number(score)]));

export type { Answer, Json };
