// What the routes of presets have in common: their parameters, and how one preset is answered.
import { presetSchema } from '@trimtab/shared/presets.ts';
import { z } from 'zod';

export const presetParams = z.object({ id: z.string().min(1).max(64) });

export const onePreset = {
  description: 'The preset; its ETag is the revision',
  content: { 'application/json': { schema: presetSchema } },
};
