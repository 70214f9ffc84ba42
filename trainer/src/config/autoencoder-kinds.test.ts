import { expect, it } from 'vitest';
import { kindReads, kindsThatRead } from './autoencoder-kinds.ts';
import { autoencoderSettingsSchema } from './schema.ts';

it('knows which settings a kind reads', () => {
  expect(kindsThatRead('k')).toEqual(['topk', 'batch-topk']);
  expect(kindReads('relu-l1', 'l1Weight')).toBe(true);
  expect(kindReads('topk', 'l1Weight')).toBe(false);
});

it('refuses a kind that there is not, and names those there are', () => {
  expect(() => autoencoderSettingsSchema.parse({ kind: 'top-k' })).toThrow(/topk.*batch-topk.*relu-l1/);
});

it('refuses to refine codes with a kind that does not', () => {
  expect(() => autoencoderSettingsSchema.parse({ kind: 'batch-topk', refined: true })).toThrow(
    /only topk refines its codes/,
  );
});
