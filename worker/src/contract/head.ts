// The head of the OpenAPI document: what holds for every route, and what clients may rely on as the API changes.
import { TAGS } from './operations.ts';

export const HEAD = {
  openapi: '3.1.0',
  info: {
    title: 'Trimtab',
    version: '1.0.0',
    description: [
      'Recommendations that people can steer by the concepts inside the model.',
      'Every failure is a problem (RFC 9457) with a stable `type`. Every answer carries `x-request-id`, and `x-model-version` where a model was used.',
      'Under /v1 fields and routes are only added: ignore what you do not know. What is to go keeps working for at least 180 days after its answers first carry the header `Deprecation` (RFC 9745), with the day it ends in `Sunset` (RFC 8594). What cannot be added becomes /v2 beside it. Concepts belong to a model version, may come and go with a night’s training, and are reported as ignored when they are gone.',
    ].join('\n\n'),
    contact: { name: 'Who runs this service' },
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  servers: [{ url: '/', description: 'The server that gives this document' }],
  tags: Object.entries(TAGS)
    .toSorted()
    .map(([name, description]) => ({ name, description })),
};
