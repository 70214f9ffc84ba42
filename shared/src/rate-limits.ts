// How often one may ask, as the header RateLimit-Policy says it; wrangler.toml is what holds, and a test compares.

export const RATE_LIMITS = {
  /** Recommendations and shared presets, from one address. */
  address: { requests: 1200, seconds: 60 },
  /** Searches and whatever else is looked up, from one address: as many again, by the same binding. */
  lookUps: { requests: 1200, seconds: 60 },
  /** Batches of recommendations, from one address. */
  batch: { requests: 60, seconds: 60 },
  /** Recommendations and look-ups by a server of an app, with its secret key: its people share an address. */
  key: { requests: 6000, seconds: 60 },
  /** What is a person's own, by that person. */
  person: { requests: 120, seconds: 60 },
} as const;

/** A policy as draft-ietf-httpapi-ratelimit-headers writes it: `"person";q=120;w=60`. */
export function rateLimitPolicy(name: keyof typeof RATE_LIMITS): string {
  const { requests, seconds } = RATE_LIMITS[name];
  return `"${name}";q=${requests};w=${seconds}`;
}
