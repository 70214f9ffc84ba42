import { describe, expect, it } from 'vitest';
import type { Basis } from '../concepts.ts';
import { boostDirection, heldDirection } from './direction.ts';
import { basisEffects, likeliestItems, ownBasis, stateEffects } from './effects.ts';
import { floatTable } from './item-table.ts';
import { likeliestOwn, ownAmong, placesOf } from './own-items.ts';

const basis: Basis = [
  { index: 1, step: 0.5 },
  { index: 3, step: 0.25 },
];
const nobody = new Set<number>();

/** Scores that answer to the edit in a straight line: what the latents 1 and 3 of four add to each item. */
function person(effects: [number[], number[]], base: number[], excluded = nobody) {
  const runs: number[][][] = [];
  return {
    runs,
    excluded,
    score(edits: Float32Array[]) {
      runs.push(edits.map((edit) => [...edit]));
      return Promise.resolve(
        edits.map(([, one = 0, , other = 0]) =>
          base.map((score, i) => score + one * (effects[0][i] ?? 0) + other * (effects[1][i] ?? 0)),
        ),
      );
    },
  };
}

type Person = ReturnType<typeof person>;
const effectsOn = async (who: Person, of: Basis = basis) => {
  const [base = []] = await who.score([new Float32Array(4)]);
  return basisEffects(of, 4, likeliestItems(base, who.excluded), base, who);
};
const direction = async (who: Person, items: Set<number>, others: Set<number>[] = []) => {
  const effects = await effectsOn(who);
  return boostDirection(
    effects,
    ownAmong(effects, items),
    others.map((other) => placesOf(effects, other)),
  );
};

describe('basisEffects', () => {
  it('runs the head for no edit, and then for each latent alone by its step to both sides', async () => {
    const one = person([[1, 0], [0, 4]], [0, 0]); // prettier-ignore
    await effectsOn(one);
    expect(one.runs).toEqual([
      [[0, 0, 0, 0]],
      [
        [0, 0.5, 0, 0],
        [0, -0.5, 0, 0],
        [0, 0, 0, 0.25],
        [0, 0, 0, -0.25],
      ],
    ]);
  });

  it('moves eight latents at most in one run', async () => {
    const one = person([[], []], [0, 0]);
    await effectsOn(
      one,
      Array.from({ length: 10 }, (_, i) => ({ index: i % 4, step: 1 })),
    );
    expect(one.runs.map((edits) => edits.length)).toEqual([1, 16, 4]);
  });

  it('looks at the likeliest items, with their chances among one another', async () => {
    const base = Array.from({ length: 302 }, (_, i) => (i === 7 || i === 9 ? -5 : i === 3 ? Math.log(2) : 0));
    const { items, chances } = await effectsOn(person([[], []], base));
    expect(items).toHaveLength(300);
    expect([items[0], items.includes(7), items.includes(9)]).toEqual([3, false, false]);
    expect(chances[0]).toBeCloseTo(2 / 301, 12);
    expect(chances[299]).toBeCloseTo(1 / 301, 12);
  });
});

describe('boostDirection', () => {
  it('is what makes the change of scores most like a boost', async () => {
    // Two items alike: D = (1, 0) and (0, 4), from their means ±(.5, -2), so that m = (.5, -2), F = S = m·mᵀ, and
    // Cov_q(D) = (.7 + .3 - .09)·m·mᵀ. λ = .01·.91·4.25/2, c = .7·(.3 + .7/2)·m = .455·m, δ = .455·m/(.91·4.25 + λ).
    const [one = 0, other = 0] = await direction(person([[1, 0], [0, 4]], [0, 0]), new Set([0])); // prettier-ignore
    expect(one).toBeCloseTo((0.455 * 0.5) / 3.8868375, 6); // edits are float32
    expect(other).toBeCloseTo((0.455 * -2) / 3.8868375, 6);
  });

  it('weighs items by how likely they are for this person', async () => {
    // Latent 1 lifts items 0 and 1, latent 3 lifts 0 alone; item 1 is as good as never listed, so both serve alike but
    // for their units: m = (.5, 1), Cov_q(D) = .91·m·mᵀ, λ = .01·.91·1.25/2 and δ = .455·m/(.91·1.25 + λ).
    const who = person([[1, 1, 0], [2, 0, 0]], [0, -40, 0]); // prettier-ignore
    const [one = 0, other = 0] = await direction(who, new Set([0]));
    expect(one).toBeCloseTo((0.455 * 0.5) / 1.1431875, 6);
    expect(other).toBeCloseTo(0.455 / 1.1431875, 6);
  });

  it('does not look at what the list leaves out', async () => {
    const who = person([[1, 0, 9], [0, 4, -7]], [0, 0, 5], new Set([2])); // prettier-ignore
    const [one = 0, other = 0] = await direction(who, new Set([0]));
    expect(one).toBeCloseTo((0.455 * 0.5) / 3.8868375, 6);
    expect(other).toBeCloseTo((0.455 * -2) / 3.8868375, 6);
  });

  it('leaves the shares of other concepts where they are', async () => {
    // Three items alike, of which latent 1 lifts 0 and 1, and latent 3 lifts 1 alone; the concept has item 0, another has
    // item 1. Both from their means: D₁ = (1, 1, -2)/3, D₃ = (-1, 2, -1)/3, so that m = (1, -1)/3 and c_A = (1, 2)/9.
    const who = person([[1, 1, 0], [0, 1, 0]], [0, 0, 0]); // prettier-ignore
    const share = async (others: Set<number>[]): Promise<number> => {
      const [one = 0, other = 0] = await direction(who, new Set([0]), others);
      return (one * 1 + other * 2) / 9 / ((one - other) / 9); // what the other's share moves for what the own one does
    };
    // F = [[2, 1], [1, 2]]/9 and S = m·mᵀ: Cov_q(D) = .7·F + .21·m·mᵀ treats both alike, and δ ∝ m alone: (1 - 2)/(1 + 1)
    expect(await share([])).toBeCloseTo(-0.5, 5);
    // b = (e^.7, 1, 1)/4.01375: c_A = (.062072, .187071), and with 6·c_A·c_Aᵀ and its λ M = [[.204961, .124116], [.124116, .391817]],
    // δ ∝ (.391817 + .124116, -.124116 - .204961): (.515933 - 2·.329077)/(.515933 + .329077)
    expect(await share([new Set([1])])).toBeCloseTo(-0.16831, 4);
  });

  it('is zeros for a concept without items', async () => {
    expect([...(await direction(person([[1, 0], [0, 4]], [0, 0]), nobody))]).toEqual([0, 0]); // prettier-ignore
  });
});

describe('boostDirection of the last state', () => {
  it('is that of latents whose effects are the rows of the item table', async () => {
    const rows = [[1, 0], [0, 4], [-1, 2]]; // prettier-ignore
    const scores = [0.5, 0, -1];
    const columns = [0, 1].map((j) => rows.map((row) => row[j] ?? NaN)) as [number[], number[]];
    const table = floatTable(Float32Array.from(rows.flat()), 2);
    const effects = stateEffects(table, [0, 1, 2], scores);
    const wanted = new Set([1]);
    const own = likeliestOwn(effects, wanted, table, { scores, excluded: nobody });
    const found = boostDirection(effects, own, [placesOf(effects, new Set([2]))]);
    const tried = await direction(person(columns, scores), wanted, [new Set([2])]);
    found.forEach((value, j) => expect(value).toBeCloseTo(tried[j] ?? NaN, 6));
  });

  it('lifts a concept of which no item is among the likeliest', () => {
    // Item 300 alone lies on the second axis, and 300 others on the first are likelier.
    const values = Float32Array.from({ length: 602 }, (_, i) =>
      i === 601 || (i < 600 && i % 4 === 0) ? 1 : 0,
    );
    const table = floatTable(values, 2);
    const scores = Float32Array.from({ length: 301 }, (_, i) => (i === 300 ? -9 : 0));
    const effects = stateEffects(table, [...Array(300).keys()], scores);
    const own = likeliestOwn(effects, new Set([300]), table, { scores, excluded: nobody });
    const [, second = 0] = boostDirection(effects, own, []);
    expect(own.places).toEqual([]);
    expect(second).toBeGreaterThan(0);
  });

  it('looks at the likeliest fifty of a concept, and not at what the list leaves out', () => {
    const table = floatTable(new Float32Array(120), 2);
    const scores = Float32Array.from({ length: 60 }, (_, i) => i);
    const effects = stateEffects(table, [59, 58], scores);
    const set = new Set(scores.keys());
    const own = likeliestOwn(effects, set, table, { scores, excluded: new Set([59]) });
    expect([own.places, own.chances.length]).toEqual([[0, 1], 50]);
    expect(own.chances[0]).toBeCloseTo(1 - 1 / Math.E, 6); // of 58, 57, …: (1 - e⁻¹)/(1 - e⁻⁵⁰)
  });
});

it('moves nothing where no latent does anything', async () => {
  expect([...(await direction(person([[], []], [0, 0]), new Set([0])))]).toEqual([0, 0]);
});

it('takes a concept’s own latents by a quarter of strength 1 where there is no basis', () => {
  const latents = [
    { index: 1, weight: 1 },
    { index: 3, weight: -0.5 },
  ];
  expect(ownBasis({ latents, calibration: { up: 2, down: 4 } })).toEqual([
    { index: 1, step: 0.5 },
    { index: 3, step: 0.25 },
  ]);
});

describe('heldDirection', () => {
  // Three items alike; one coordinate lifts item 1 by 3, so that D = (-1, 2, -1). The concept has item 0: m = -1 and
  // Cov_q(D) = .7·2 + .3·1 - .09·1 = 1.61, with λ = .161.
  const table = floatTable(Float32Array.from([0, 3, 0]), 1);
  const scores = [0, 0, 0];
  const held = (others: Set<number>[]): number => {
    const effects = stateEffects(table, [0, 1, 2], scores);
    const own = likeliestOwn(effects, new Set([0]), table, { scores, excluded: nobody });
    const places = others.map((other) => placesOf(effects, other));
    return heldDirection(effects, own, places, [2])[0] ?? NaN;
  };

  it('is the vector itself where there is no other share to hold', () => {
    expect(held([])).toBeCloseTo(2, 10);
  });

  it('holds the shares of others under its own effect and under that of the choice that follows', () => {
    // b = (e^.7, 1, 1)/4.0137527 = (.501713, .249143, .249143). Another concept has items 0 and 1: c_A = -.003426 +
    // .750857·.252570 = .186218, and the choice brings Cov_b(1_C, 1_A) = .501713·.249143 = .124998.
    expect(held([new Set([0, 1])])).toBeCloseTo(
      (1.771 * 2 - 60 * 0.124998 * 0.186218) / (1.771 + 60 * 0.0346771),
      4,
    );
    // What has none of the concept's items is held against falling: Cov_b(1_C, 1_A) = -.124998, and c_A = .561211 - both.
    expect(held([new Set([1])])).toBeCloseTo(
      (1.771 * 2 + 60 * 0.124998 * 0.561213) / (1.771 + 60 * 0.31496),
      4,
    );
  });
});
