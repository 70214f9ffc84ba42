// What the version's training measured, checked once: the API hands it on as the run wrote it. Loaded by places that show it.
import type { ModelResponse } from '@trimtab/shared/browse.ts';
import { metricsSchema } from '@trimtab/shared/metrics.ts';
import type { Published } from '@trimtab/shared/views/model/shown-model.ts';
import { z } from 'zod';

// Compiling schemas at run time is what the page's content policy forbids.
z.config({ jitless: true });

/** What a published version leaves out: how long a run took on its machine. */
const publishedSchema = metricsSchema.omit({ timing: true });

let read: { from: object; metrics: Published | null } | undefined;

/** @returns null where a version measured something else than this page knows */
export function metricsOf({ metrics }: ModelResponse): Published | null {
  if (read?.from !== metrics)
    read = { from: metrics, metrics: publishedSchema.safeParse(metrics).data ?? null };
  return read.metrics;
}
