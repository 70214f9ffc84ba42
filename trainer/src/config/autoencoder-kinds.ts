// The kinds of autoencoder by name, with the settings that only some of them read. What a kind does is in sae/kinds.ts,
// which needs TensorFlow; reading a config must not.

/** Settings of which each kind reads its own. */
export type KindSetting = 'k' | 'refined' | 'l1Weight';

const READS = {
  topk: ['k', 'refined'],
  'batch-topk': ['k'],
  'relu-l1': ['l1Weight'],
} as const satisfies Record<string, readonly KindSetting[]>;

export type AutoencoderKindName = keyof typeof READS;

export const AUTOENCODER_KINDS = Object.keys(READS) as [AutoencoderKindName, ...AutoencoderKindName[]];

export const kindReads = (kind: AutoencoderKindName, setting: KindSetting): boolean =>
  READS[kind].some((read) => read === setting);

/** The names of the kinds that read a setting. */
export const kindsThatRead = (setting: KindSetting): AutoencoderKindName[] =>
  AUTOENCODER_KINDS.filter((kind) => kindReads(kind, setting));
