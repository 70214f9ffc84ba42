// A request for recommendations as people send it: with curl, and with the client.
import type { RecommendationRequest } from '@trimtab/shared/api.ts';
import type { RequestCode } from '../shell/code-dialog.tsx';

export function recommendationCode(origin: string, request: RecommendationRequest): RequestCode {
  const json = JSON.stringify(request, null, 2);
  return {
    curl: `curl -s ${origin}/v1/recommendations -H 'content-type: application/json' -d '${json.replaceAll("'", "'\\''")}'`,
    client: [
      "import { createClient } from 'trimtab/client';",
      '',
      `const trimtab = createClient('${origin}');`,
      `const { items } = await trimtab.recommendations.post({ json: ${json} });`,
    ].join('\n'),
  };
}
