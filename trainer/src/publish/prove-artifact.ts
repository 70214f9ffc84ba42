// A version is run before it is taken for good: its tables must agree, and it must give the lists that it carries.
import { disagreementOf } from '@trimtab/shared/agreement.ts';
import { COLUMNS_FILE, columnsSchema } from '@trimtab/shared/catalogue-columns.ts';
import { catalogueSchema } from '@trimtab/shared/catalogue.ts';
import { conceptsSchema } from '@trimtab/shared/concepts.ts';
import { readTable, TABLE_FILE, type ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import type { Manifest } from '@trimtab/shared/manifest.ts';
import { differenceFrom, PROBES_FILE, probesSchema, type Probes } from '@trimtab/shared/probes.ts';
import { samplesSchema } from '@trimtab/shared/samples.ts';
import type { z } from 'zod';
import { PublishError } from './errors.ts';
import { parsed } from './parsed-file.ts';
import { withProbedModel, type ProbedParts } from './probed-model.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Versions from before probes are not run: there is nothing to compare with.
 *
 * @param files every file that the manifest lists, checked against it
 * @throws PublishError `invalid-artifact` or `wrong-answers`
 */
export async function proveArtifact(manifest: Manifest, files: Files): Promise<void> {
  const catalogue = part(files, 'catalogue.json', catalogueSchema);
  const concepts = part(files, 'concepts.json', conceptsSchema);
  const columns = optionalPart(files, COLUMNS_FILE, columnsSchema);
  const samples = optionalPart(files, 'samples.json', samplesSchema);
  const other = disagreementOf({ manifest, catalogue, concepts, columns, samples });
  if (other !== null) {
    throw new PublishError(
      'invalid-artifact',
      `${other.file} of version ${manifest.modelVersion} does not belong to it: it ${other.problem}; run \`trimtab export\` again`,
    );
  }
  const probes = optionalPart(files, PROBES_FILE, probesSchema);
  if (probes === undefined) return;
  const graphs = { encoder: bytesOf(files, 'encoder.onnx'), head: bytesOf(files, 'head.onnx') };
  const itemTable = tableOf(files, manifest);
  await proveLists(
    { ...graphs, catalogue, concepts, latents: manifest.latents, itemTable },
    probes,
    manifest,
  );
}

function tableOf(files: Files, { data, model, modelVersion }: Manifest): ItemTable | undefined {
  const bytes = files.get(TABLE_FILE);
  if (bytes === undefined) return undefined;
  try {
    return readTable(bytes, data.items, model.hiddenSize);
  } catch (cause) {
    throw wrongAnswers(modelVersion, `${TABLE_FILE}: ${(cause as RangeError).message}`, cause);
  }
}

async function proveLists(parts: ProbedParts, probes: Probes, { modelVersion }: Manifest): Promise<void> {
  const difference = await withProbedModel(parts, (model) => differenceFrom(model, probes)).catch(
    (cause: unknown) => {
      throw wrongAnswers(modelVersion, `it cannot be run (${String(cause)})`, cause);
    },
  );
  if (difference !== null) throw wrongAnswers(modelVersion, difference);
}

const wrongAnswers = (modelVersion: string, why: string, cause?: unknown): PublishError =>
  new PublishError(
    'wrong-answers',
    `version ${modelVersion} does not give the lists that it gave when it was exported: ${why}; run \`trimtab export\` again`,
    { cause },
  );

function bytesOf(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new PublishError('damaged-artifact', `the manifest does not list ${name}`);
  return bytes;
}

const part = <Schema extends z.ZodType>(files: Files, name: string, schema: Schema): z.output<Schema> =>
  parsed(bytesOf(files, name), name, schema);

function optionalPart<Schema extends z.ZodType>(
  files: Files,
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const bytes = files.get(name);
  return bytes && parsed(bytes, name, schema);
}
