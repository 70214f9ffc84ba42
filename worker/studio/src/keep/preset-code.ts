// Requests about presets as people send them: with curl, and with the client.
import type { RequestCode } from '../shell/code-dialog.tsx';

/** @param id of the person's own preset */
export function presetCode(origin: string, id: string): RequestCode {
  const body = { history: [], presetId: id };
  return {
    curl: `curl -s ${origin}/v1/recommendations -H "authorization: Bearer $TOKEN" \\\n  -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
    client: [
      "import { createClient } from 'trimtab/client';",
      '',
      `const trimtab = createClient('${origin}', { token: process.env['TOKEN'] });`,
      `const { items } = await trimtab.recommendations.post({ json: ${JSON.stringify(body)} });`,
    ].join('\n'),
  };
}

/** @param token of a link */
export const sharedCode = (origin: string, token: string): RequestCode => ({
  curl: `curl -s ${origin}/v1/shared-presets/${token}`,
  client: [
    "import { createClient } from 'trimtab/client';",
    '',
    `const trimtab = createClient('${origin}');`,
    `const preset = await trimtab['shared-presets'][':token'].get({ param: { token: '${token}' } });`,
  ].join('\n'),
});
