// samples.json: example histories for the page, only from data whose licence lets histories be shown.
import { z } from 'zod';

export const samplesSchema = z.object({
  samples: z.array(z.object({ label: z.string(), history: z.array(z.string()) })),
});

export type Samples = z.infer<typeof samplesSchema>;
