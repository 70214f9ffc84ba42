import { describe, expect, it } from 'vitest';
import { circleData, datasetOf } from '../../testing/example-data.ts';
import { requirePeople } from './enough-people.ts';
import { rolesOf, roleOf, ROLES, usersOfRole } from './roles.ts';

describe('rolesOf', () => {
  it('is by hash where each role has somebody', () => {
    const data = circleData(40, 20, 6);
    expect(rolesOf(data)).toEqual(data.userIds.map(roleOf));
  });

  it('fills a role that few people leave empty, from the one with most', () => {
    // by hash u0 and u1 train, and u2 selects
    const data = circleData(3, 12, 6);
    expect(data.userIds.map(roleOf)).toEqual(['train', 'train', 'selection']);
    expect([...rolesOf(data)].sort()).toEqual(['selection', 'test', 'train']);
    expect(usersOfRole(data, 'test').size).toBe(1);
  });

  it('counts nobody whose test target is in the history already', () => {
    const data = datasetOf([[0, 1, 2, 0], [0, 1, 2, 3], [0, 1, 2, 3], [3, 2, 1, 0]], 4); // prettier-ignore
    expect(ROLES.every((role) => [...usersOfRole(data, role)].some((user) => user > 0))).toBe(true);
  });
});

describe('requirePeople', () => {
  it('wants one person for each role', () => {
    expect(() => requirePeople(circleData(3, 12, 6), { batchSize: 1 })).not.toThrow();
    expect(() => requirePeople(circleData(2, 12, 6), { batchSize: 1 })).toThrow(
      /2 people have .* at least 3/,
    );
  });

  it('wants one batch of activations, and says which size would do', () => {
    // one of three people trains the autoencoder, on four items of six
    expect(() => requirePeople(circleData(3, 12, 6), { batchSize: 1024 })).toThrow(
      /hold 4 items together; expected at least 1024.*autoencoder\.batchSize=1/,
    );
  });
});
