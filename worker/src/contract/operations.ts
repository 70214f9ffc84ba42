// What generated clients call each operation of the contract, and the group that it stands in.

import type { HeaderName } from './headers.ts';

export interface Operation {
  operationId: string;
  tag: keyof typeof TAGS;
  /** Of its success, beside those that every answer has. */
  headers?: readonly HeaderName[];
  /** Everybody gets the same, and asks with If-None-Match whether it changed. */
  isCached?: true;
}

export const TAGS = {
  Recommendations: 'Ranked items for a history, steered by concepts.',
  Concepts: 'What can be steered, and what each concept means.',
  Items: 'The catalogue.',
  Presets: 'Steerings that a person keeps, shares and takes along.',
  Events: 'What people did, for the next training.',
  People: 'What is held about a person, and what they chose.',
  Model: 'The version that serves.',
} as const;

const CACHED = { headers: ['etag'], isCached: true } as const;
const MADE = ['etag', 'location', 'idempotency-replayed'] as const;

/** A route that is not here has no name, and the contract cannot be made. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'post /v1/recommendations': { operationId: 'recommend', tag: 'Recommendations' },
  'post /v1/recommendations/batch': { operationId: 'recommendBatch', tag: 'Recommendations' },
  'get /v1/concepts': { operationId: 'listConcepts', tag: 'Concepts', ...CACHED },
  'get /v1/concepts/{id}': { operationId: 'readConcept', tag: 'Concepts', ...CACHED },
  'get /v1/concepts/{id}/items': { operationId: 'listConceptItems', tag: 'Concepts', ...CACHED },
  'get /v1/concepts/{id}/similar': { operationId: 'listSimilarConcepts', tag: 'Concepts', ...CACHED },
  'post /v1/concepts/suggest': { operationId: 'suggestConcepts', tag: 'Concepts' },
  'get /v1/items': { operationId: 'findItems', tag: 'Items', ...CACHED },
  'get /v1/attributes': { operationId: 'listAttributes', tag: 'Items', ...CACHED },
  'get /v1/samples': { operationId: 'listSamples', tag: 'Items', ...CACHED },
  'post /v1/presets': { operationId: 'createPreset', tag: 'Presets', headers: MADE },
  'get /v1/presets': { operationId: 'listPresets', tag: 'Presets' },
  'get /v1/presets/{id}': { operationId: 'readPreset', tag: 'Presets', headers: ['etag'] },
  'put /v1/presets/{id}': {
    operationId: 'changePreset',
    tag: 'Presets',
    headers: ['etag', 'idempotency-replayed'],
  },
  'delete /v1/presets/{id}': {
    operationId: 'deletePreset',
    tag: 'Presets',
    headers: ['idempotency-replayed'],
  },
  'get /v1/presets/{id}/revisions': { operationId: 'listPresetRevisions', tag: 'Presets' },
  'post /v1/presets/{id}/share': {
    operationId: 'sharePreset',
    tag: 'Presets',
    headers: ['location', 'idempotency-replayed'],
  },
  'delete /v1/presets/{id}/share': {
    operationId: 'revokePresetLink',
    tag: 'Presets',
    headers: ['idempotency-replayed'],
  },
  'post /v1/presets/{id}/copy': { operationId: 'copyPreset', tag: 'Presets', headers: MADE },
  'get /v1/presets/export': {
    operationId: 'exportPresets',
    tag: 'Presets',
    headers: ['content-disposition'],
  },
  'post /v1/presets/import': {
    operationId: 'importPresets',
    tag: 'Presets',
    headers: ['idempotency-replayed'],
  },
  'get /v1/shared-presets/{token}': { operationId: 'readSharedPreset', tag: 'Presets' },
  'post /v1/shared-presets/{token}/copy': { operationId: 'copySharedPreset', tag: 'Presets', headers: MADE },
  'post /v1/events': { operationId: 'sendEvents', tag: 'Events', headers: ['idempotency-replayed'] },
  'get /v1/me/preferences': { operationId: 'readPreferences', tag: 'People' },
  'put /v1/me/preferences': {
    operationId: 'changePreferences',
    tag: 'People',
    headers: ['idempotency-replayed'],
  },
  'get /v1/me/export': { operationId: 'exportPerson', tag: 'People', headers: ['content-disposition'] },
  'delete /v1/me': { operationId: 'erasePerson', tag: 'People', headers: ['idempotency-replayed'] },
  'get /v1/model': { operationId: 'readModel', tag: 'Model', ...CACHED },
  'get /v1/model/versions': { operationId: 'listModelVersions', tag: 'Model', ...CACHED },
  'get /healthz': { operationId: 'readHealth', tag: 'Model' },
};

/** @throws Error for a route that has no name */
export function operationNamed(method: string, path: string): Operation {
  const operation = OPERATIONS[`${method} ${path}`];
  if (operation !== undefined) return operation;
  throw new Error(`${method} ${path} has no name: give it one in worker/src/contract/operations.ts`);
}
