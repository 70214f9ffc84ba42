// What generated clients call each operation of the contract, and the group that it stands in.

interface Named {
  operationId: string;
  tag: keyof typeof TAGS;
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

/** A route that is not here has no name: a test compares. */
const OPERATIONS: Readonly<Record<string, Named>> = {
  'post /v1/recommendations': { operationId: 'recommend', tag: 'Recommendations' },
  'post /v1/recommendations/batch': { operationId: 'recommendBatch', tag: 'Recommendations' },
  'get /v1/concepts': { operationId: 'listConcepts', tag: 'Concepts' },
  'get /v1/concepts/{id}': { operationId: 'readConcept', tag: 'Concepts' },
  'get /v1/concepts/{id}/items': { operationId: 'listConceptItems', tag: 'Concepts' },
  'get /v1/concepts/{id}/similar': { operationId: 'listSimilarConcepts', tag: 'Concepts' },
  'post /v1/concepts/suggest': { operationId: 'suggestConcepts', tag: 'Concepts' },
  'get /v1/items': { operationId: 'findItems', tag: 'Items' },
  'get /v1/attributes': { operationId: 'listAttributes', tag: 'Items' },
  'get /v1/samples': { operationId: 'listSamples', tag: 'Items' },
  'post /v1/presets': { operationId: 'createPreset', tag: 'Presets' },
  'get /v1/presets': { operationId: 'listPresets', tag: 'Presets' },
  'get /v1/presets/{id}': { operationId: 'readPreset', tag: 'Presets' },
  'put /v1/presets/{id}': { operationId: 'changePreset', tag: 'Presets' },
  'delete /v1/presets/{id}': { operationId: 'deletePreset', tag: 'Presets' },
  'get /v1/presets/{id}/revisions': { operationId: 'listPresetRevisions', tag: 'Presets' },
  'post /v1/presets/{id}/share': { operationId: 'sharePreset', tag: 'Presets' },
  'delete /v1/presets/{id}/share': { operationId: 'revokePresetLink', tag: 'Presets' },
  'post /v1/presets/{id}/copy': { operationId: 'copyPreset', tag: 'Presets' },
  'get /v1/presets/export': { operationId: 'exportPresets', tag: 'Presets' },
  'post /v1/presets/import': { operationId: 'importPresets', tag: 'Presets' },
  'get /v1/shared-presets/{token}': { operationId: 'readSharedPreset', tag: 'Presets' },
  'post /v1/shared-presets/{token}/copy': { operationId: 'copySharedPreset', tag: 'Presets' },
  'post /v1/events': { operationId: 'sendEvents', tag: 'Events' },
  'get /v1/me/preferences': { operationId: 'readPreferences', tag: 'People' },
  'put /v1/me/preferences': { operationId: 'changePreferences', tag: 'People' },
  'get /v1/me/export': { operationId: 'exportPerson', tag: 'People' },
  'delete /v1/me': { operationId: 'erasePerson', tag: 'People' },
  'get /v1/model': { operationId: 'readModel', tag: 'Model' },
  'get /healthz': { operationId: 'readHealth', tag: 'Model' },
};

/** Gives each operation of a document its name and group. */
export function nameOperations(paths: object): void {
  for (const [path, methods] of Object.entries(paths) as [string, Record<string, object>][]) {
    for (const [method, operation] of Object.entries(methods)) {
      const named = OPERATIONS[`${method} ${path}`];
      if (named !== undefined) {
        Object.assign(operation, { operationId: named.operationId, tags: [named.tag] });
      }
    }
  }
}
