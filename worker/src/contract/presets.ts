// What the contract says of presets.
import {
  importResponseSchema,
  presetExportSchema,
  presetFileSchema,
  presetInputSchema,
  presetRevisionSchema,
  presetRevisionsResponseSchema,
  presetSchema,
  presetsResponseSchema,
  shareLinkSchema,
} from '@trimtab/shared/presets.ts';
import { object, type Named } from './named.ts';

const name = ['What the person calls it.', 'Friday evening'] as const;
const modelVersion = ['The version whose concepts the wishes were made for.', '474314508433a642'] as const;
const concepts = (example?: unknown) => ['The wish for each concept.', example] as const;
const KNOWN = { 'genre:comedy': { more: 2 }, 'era:1990s': 0.5 };
const at = '2026-11-30T10:00:00.000Z';

const preset = {
  id: ['Its id.', '5f0c2c1e-7d3b-4c0a-9a51-2f6f3c6b8e10'],
  name,
  concepts: concepts(KNOWN),
  modelVersion,
  revision: ['Counts its changes from 1. The ETag holds it.', 3],
  expiresAt: ['When it ends by itself; absent where it does not.', '2026-12-03T10:00:00.000Z'],
  shared: ['Whether a link to it is in force.', false],
  createdAt: ['When it was made.', at],
  updatedAt: ['When it was changed last.', at],
  fates: [
    'What became of each of its concepts; absent where no model can be read. Nothing is rewritten until the owner saves.',
  ],
} as const;

const fate = presetSchema.shape.fates.unwrap().element;

const { name: _name, concepts: held, revision, updatedAt } = preset;
const format = ['Says that this is a file of presets.', 'trimtab-presets'] as const;
const version = ['Version of the form of the file.', 1] as const;
const exportedAt = ['When the file was made.', at] as const;

export const presets: readonly Named[] = [
  object('PresetInput', presetInputSchema, 'A steering to keep.', {
    name,
    concepts: concepts(),
    expiresAt: [
      'When it ends by itself; null for never. A change without it leaves it as it is.',
      '2026-12-03T10:00:00.000Z',
    ],
  }),
  object('Preset', presetSchema, 'A steering that a person keeps.', preset),
  object('ConceptFate', fate, 'What became of a concept of a preset, in the model in use.', {
    concept: ['Concept id.', 'emergent:5ff31749'],
    label: ['What a lost one was called.', 'Like The Velvet Promise and Silver Informant'],
    fate: [
      '`kept` and `rebuilt`: it does what it did. `weakened`: less of the same. `lost`: nothing does it any more. ' +
        '`unknown`: the model has no record of it.',
      'lost',
    ],
    since: ['The version that it was born in.', '474314508433a642'],
    score: ['Correlation of what it does with what it did then: 1 is the same.', 0.31],
    nearest: ['Of a lost one: living concepts that do most of the same, the nearest first.'],
  }),
  object('NearConcept', fate.shape.nearest.unwrap().element, 'A living concept near to a lost one.', {
    id: ['Concept id.', 'mood:playful'],
    label: ['Name for people to read.', 'Playful'],
    correlation: ['Of what it does with what the lost one did: 1 is the same.', 0.64],
  }),
  object('PresetList', presetsResponseSchema, 'Presets of a person, last changed first.', {
    presets: ['The presets.'],
  }),
  object('PresetRevision', presetRevisionSchema, 'A preset as it is or was.', {
    name,
    concepts: held,
    modelVersion,
    revision,
    updatedAt,
  }),
  object('PresetRevisionList', presetRevisionsResponseSchema, 'What a preset is and was, newest first.', {
    revisions: ['The revisions. The first is the one in use.'],
  }),
  object('ShareLink', shareLinkSchema, 'A link that shows a preset to whoever has it.', {
    token: ['The secret of the link. It is shown this once.', 'q3Zr0hH2l0Jm5cXyTtWvUuNnMmLlKkJjIiHhGgFfEeD'],
    path: ['Where the preset is read.', '/v1/shared-presets/q3Zr0hH2l0Jm5cXyTtWvUuNnMmLlKkJjIiHhGgFfEeD'],
  }),
  object('PresetFile', presetFileSchema, 'A file of presets, as export gives it and import takes it.', {
    format,
    version,
    exportedAt,
    presets: ['The presets.'],
  }),
  object('PresetInFile', presetFileSchema.shape.presets.element, 'A preset of a file.', {
    name,
    concepts: concepts(),
    modelVersion,
  }),
  object('PresetExport', presetExportSchema, 'All presets of a person, as import takes them.', {
    format,
    version,
    exportedAt,
    presets: ['The presets.'],
  }),
  object(
    'ExportedPreset',
    presetExportSchema.shape.presets.element,
    'A preset of a file, as it is answered.',
    {
      name,
      concepts: held,
      modelVersion,
    },
  ),
  object('PresetImport', importResponseSchema, 'What an import made.', {
    presets: ['The presets that were made.'],
    unknownConcepts: ['Kept in the presets, though the model in use does not know them.', ['genre:western']],
  }),
];

export const presetProperties = preset;
