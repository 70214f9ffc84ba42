// Whether a data set has people enough for all that follows, asked before the first long stage.
import { trainingHistory, userCount, type Dataset } from '../data/dataset.ts';
import { DataError } from '../data/errors.ts';
import { canStand, ROLES, rolesOf } from './roles.ts';

/**
 * One person for each role, and one batch of activations of those who train the autoencoder.
 *
 * @throws DataError `too-few-people`, with how many are needed
 */
export function requirePeople(data: Dataset, { batchSize }: { batchSize: number }): void {
  const roles = rolesOf(data);
  const users = Array.from({ length: userCount(data) }, (_, user) => user);
  const standing = users.filter((user) => canStand(data, user));
  if (!ROLES.every((role) => standing.some((user) => roles[user] === role)))
    throw tooFew(data, standing.length);
  const positions = users
    .filter((user) => roles[user] === 'train')
    .reduce((sum, user) => sum + trainingHistory(data, user).length, 0);
  if (positions < batchSize) throw tooShort(data, positions, batchSize);
}

const tooFew = ({ name }: Dataset, found: number): DataError =>
  new DataError('too-few-people', {
    problem: `${name}: ${found === 1 ? '1 person has' : `${found} people have`} a history and a test target that is new to them`,
    expected: `at least ${ROLES.length}: one to train the autoencoder, one to select latents, one to test them`,
    advice: 'Bring more people, or loosen the filters (--k-core 1)',
  });

const tooShort = ({ name }: Dataset, positions: number, batchSize: number): DataError =>
  new DataError('too-few-people', {
    problem: `${name}: the histories of the people who train the autoencoder hold ${positions} items together`,
    expected: `at least ${batchSize}, one batch (autoencoder.batchSize)`,
    advice: `Bring more people, or set autoencoder.batchSize=${2 ** Math.floor(Math.log2(Math.max(1, positions / 4)))}`,
  });
