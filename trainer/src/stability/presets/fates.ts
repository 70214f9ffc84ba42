// Whether saved steerings still do what they did: presets steered by the model before and the model now.
import { lookUp } from '@trimtab/shared/look-up.ts';
import { keepsGain, overlapOf } from './agreement.ts';
import type { DrawnPreset, PresetKind } from './draw.ts';
import { listsOf, type Lists, type Side, type SteeredBy } from './side.ts';

/** Overlap of the steered lists of two models, as a share of that of the unsteered ones, from which a preset survives. */
const OVERLAP = 0.8;

export interface PresetFate {
  kind: PresetKind;
  /** Whether all of its concepts survive. */
  concepts: boolean;
  overlap: boolean;
  gain: boolean;
  /** Whether the gain is kept when both models are asked for the same people. */
  paired: boolean;
  /** Whether the gain would be kept by the very same model: else chance among people alone is more than is allowed. */
  steady: boolean;
}

export interface Sides {
  before: Side;
  now: Side;
}

/** How a preset steers each of the two models. */
export type WayOfPresets = Record<keyof Sides, (strengths: ReadonlyMap<string, number>) => SteeredBy>;

/** The unsteered lists of both models, which all presets are compared with. */
export interface Unsteered {
  lists: Record<keyof Sides, Lists>;
  /** Mean share of items that both have. */
  agreement: number;
}

export async function unsteeredLists(sides: Sides): Promise<Unsteered> {
  const ids = [...sides.before.concepts.keys()];
  const lists = { before: await listsOf(sides.before, {}, ids), now: await listsOf(sides.now, {}, ids) };
  return { lists, agreement: overlapOf(lists.before.top, lists.now.top) };
}

/** @param survived whether a concept survives by this way */
export async function fatesOfPresets(
  presets: readonly DrawnPreset[],
  sides: Sides,
  { lists: base, agreement }: Unsteered,
  way: WayOfPresets,
  survived: (id: string) => boolean,
): Promise<PresetFate[]> {
  const fates: PresetFate[] = [];
  for (const { kind, strengths } of presets) {
    const own = [...strengths.keys()];
    const steered = {
      before: await listsOf(sides.before, way.before(strengths), own),
      now: await listsOf(sides.now, way.now(strengths), own),
    };
    const exposure = (side: keyof Sides, id: string) => ({
      base: lookUp(base[side].taken, id),
      steered: lookUp(steered[side].taken, id),
    });
    const kept = own.map((id) => keepsGain(exposure('before', id), exposure('now', id)));
    fates.push({
      kind,
      concepts: own.every(survived),
      overlap: overlapOf(steered.before.top, steered.now.top) >= OVERLAP * agreement,
      gain: kept.every(({ gain }) => gain),
      paired: kept.every(({ paired }) => paired),
      steady: own.every((id) => keepsGain(exposure('before', id), exposure('before', id)).gain),
    });
  }
  return fates;
}
