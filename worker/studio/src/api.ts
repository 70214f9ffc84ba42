// The API as the page uses it. Errors become ApiError with the problem's own words.
import type { RecommendationRequest, RecommendationResponse } from '@trimtab/shared/api.ts';
import type { ConceptPage, ConceptSummary, Item, ModelResponse } from '@trimtab/shared/browse.ts';
import type { Attribute } from '@trimtab/shared/catalogue.ts';
import type { Preset, PresetInput } from '@trimtab/shared/presets.ts';
import type { ProblemDetails } from '@trimtab/shared/problem.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import { currentToken } from './session.ts';

export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

interface Ask {
  method?: string;
  body?: unknown;
  ifMatch?: string;
}

async function ask<Answer>(path: string, { method = 'GET', body, ifMatch }: Ask = {}): Promise<Answer> {
  const token = currentToken();
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => null)) as ProblemDetails | null;
  const words =
    problem === null ? `The server answered ${response.status}.` : `${problem.title}. ${problem.detail}`;
  return new ApiError(response.status, words);
}

const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();

export const getModel = (): Promise<ModelResponse> => ask('/v1/model');

export const getAttributes = async (): Promise<Attribute[]> =>
  (await ask<{ attributes: Attribute[] }>('/v1/attributes')).attributes;

export const getSamples = async (): Promise<Samples['samples']> =>
  (await ask<Samples>('/v1/samples')).samples;

export const getConcepts = async (): Promise<ConceptSummary[]> =>
  (await ask<{ concepts: ConceptSummary[] }>('/v1/concepts')).concepts;

export const getConcept = (id: string): Promise<ConceptPage> => ask(`/v1/concepts/${encodeURIComponent(id)}`);

export const searchItems = async (words: string): Promise<Item[]> =>
  (await ask<{ items: Item[] }>(`/v1/items?${query({ query: words, limit: '8' })}`)).items;

export async function getItems(ids: readonly string[]): Promise<Item[]> {
  const list = new URLSearchParams(ids.map((id) => ['id', id]));
  return (await ask<{ items: Item[] }>(`/v1/items?${list}`)).items;
}

export const recommend = (body: RecommendationRequest): Promise<RecommendationResponse> =>
  ask('/v1/recommendations', { method: 'POST', body });

export const getPresets = async (): Promise<Preset[]> =>
  (await ask<{ presets: Preset[] }>('/v1/presets')).presets;

export const createPreset = (body: PresetInput): Promise<Preset> =>
  ask('/v1/presets', { method: 'POST', body });

export const updatePreset = ({ id, revision }: Preset, body: PresetInput): Promise<Preset> =>
  ask(`/v1/presets/${id}`, { method: 'PUT', body, ifMatch: `"${revision}"` });

export const deletePreset = ({ id }: Preset): Promise<void> => ask(`/v1/presets/${id}`, { method: 'DELETE' });
