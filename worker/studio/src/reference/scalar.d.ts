// The package's file for browsers has no types beside it.
declare module '*/standalone.esm.js' {
  import type { createApiReference as create } from '@scalar/api-reference';
  export const createApiReference: typeof create;
}
