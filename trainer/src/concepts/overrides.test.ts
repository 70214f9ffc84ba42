import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candidate } from './candidate.ts';
import { readOverrides, withOverrides } from './overrides.ts';

const candidate = (id: string, latents: [number, number][], exposedItems: number[]): Candidate => ({
  id,
  label: id,
  kind: id.startsWith('emergent') ? 'emergent' : 'attribute',
  attribute: id.startsWith('emergent') ? null : id,
  labelScore: 0.5,
  latents: latents.map(([index, weight]) => ({ index, weight })),
  exposedItems,
});

const candidates = [
  candidate('genre:a', [[1, 2]], [1, 2]),
  candidate(
    'emergent:b',
    [
      [1, 1],
      [4, -3],
    ],
    [5, 6],
  ),
  candidate('emergent:c', [[7, 1]], [6, 7]),
];

function decided(overrides: Parameters<typeof withOverrides>[1]) {
  const lines: string[] = [];
  const kept = withOverrides(candidates, overrides, (line) => void lines.push(line));
  return { kept, lines, ids: kept.map(({ id }) => id) };
}

describe('withOverrides', () => {
  it('leaves everything as it is where nothing was decided', () => {
    expect(decided({}).kept).toEqual(candidates);
  });

  it('hides and renames', () => {
    const { ids, kept } = decided({
      'emergent:c': { hide: true },
      'emergent:b': { label: 'Cult', words: ['midnight films'] },
    });
    expect(ids).toEqual(['genre:a', 'emergent:b']);
    expect([kept[1]?.label, kept[1]?.words]).toEqual(['Cult', ['midnight films']]);
    expect(candidates[1]?.label).toBe('emergent:b'); // what was given is not changed
  });

  it('merges latents by weight, and the items of emergent concepts', () => {
    const attribute = decided({ 'emergent:b': { mergeInto: 'genre:a' } });
    expect(attribute.ids).toEqual(['genre:a', 'emergent:c']);
    expect(attribute.kept[0]?.latents.map(({ index, weight }) => [index, weight])).toEqual([
      [1, 3],
      [4, -3],
    ]);
    expect(attribute.kept[0]?.exposedItems).toEqual([1, 2]);
    const emergent = decided({ 'emergent:c': { mergeInto: 'emergent:b' } });
    expect(emergent.kept[1]?.exposedItems).toEqual([5, 6, 7]);
  });

  it('reports what it cannot do, and does the rest', () => {
    const { ids, lines } = decided({
      'emergent:gone': { hide: true },
      'emergent:b': { mergeInto: 'emergent:b' },
      'emergent:c': { hide: true },
    });
    expect(ids).toEqual(['genre:a', 'emergent:b']);
    expect(lines).toEqual([
      'concepts.overrides: there is no concept emergent:gone this time',
      'concepts.overrides: emergent:b cannot be merged into emergent:b, which is no other concept',
    ]);
  });
});

describe('readOverrides', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trimtab-overrides-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const reading = async (text: string) => {
    const path = join(folder, 'concepts.overrides.json');
    await writeFile(path, text);
    return readOverrides(path);
  };

  it('reads decisions, and none where no file is named', async () => {
    expect(await readOverrides(undefined)).toEqual({});
    expect(await reading('{"genre:a": {"hide": true}}')).toEqual({ 'genre:a': { hide: true } });
  });

  it('names the file and the place that is wrong', async () => {
    await expect(readOverrides(join(folder, 'gone.json'))).rejects.toThrow(/gone\.json.*cannot be read/);
    await expect(reading('{')).rejects.toThrow(/is not JSON/);
    await expect(reading('{"genre:a": {"label": ""}}')).rejects.toThrow(/genre:a\.label/);
    await expect(reading('{"genre:a": {"hidden": true}}')).rejects.toThrow(/genre:a/);
  });
});
