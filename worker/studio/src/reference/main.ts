// Entry of the reference page: Scalar on the contract that this very server gives, with nothing from elsewhere.
// The package's file for browsers is taken as it is: it holds all that it is made of, its styles too.
import { createApiReference } from '../../../../node_modules/@scalar/api-reference/dist/browser/standalone.esm.js';
import { Session } from '../state/session.ts';

const { token } = new Session(window);

/** Its own faint greys, greens and oranges stand too close to their ground to be read (WCAG 2.2, 1.4.3). */
const READABLE = `
  .light-mode {
    --scalar-color-3: #666;
    --scalar-color-green: #006b43;
    --scalar-color-blue: #005c99;
    --scalar-color-orange: #a33600;
  }
  .dark-mode { --scalar-color-3: #9a9a9a; }`;

createApiReference('#reference', {
  url: '/openapi.json',
  baseServerURL: location.origin,
  favicon: '/favicon.svg',
  customCss: READABLE,
  modelsSectionLabel: 'Schemas',
  documentDownloadType: 'json',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  // Whoever is signed in at the studio is signed in here; nobody else sends an empty token.
  authentication: {
    preferredSecurityScheme: token === null ? null : 'token',
    securitySchemes: { token: { token: token ?? '' } },
  },
  // What would fetch from elsewhere, or lead there.
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
});
