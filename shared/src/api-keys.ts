// API keys of apps: what they look like, which the command that makes them and the Worker that checks them share.
import { z } from 'zod';

/** Publishable keys stand in pages and are bound to their origins; secret ones stay on servers. */
export const keyKindSchema = z.enum(['publishable', 'secret']);

export type KeyKind = z.infer<typeof keyKindSchema>;

const PREFIXES: Record<KeyKind, string> = { publishable: 'pk', secret: 'sk' };

const KEY = /^trimtab_(pk|sk)_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** @param secret 32 random bytes in base64url */
export const apiKeyText = (kind: KeyKind, id: string, secret: string): string =>
  `trimtab_${PREFIXES[kind]}_${id}_${secret}`;

/** The id of a key, by which it is found; null for what has not the form of a key. */
export const apiKeyId = (text: string): string | null => KEY.exec(text)?.[2] ?? null;

/** Name of an app, as its operator chooses it. */
export const appNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected 1 to 63 lower-case letters, digits and hyphens');

/** `https://shop.example`, as browsers send it in the header Origin. */
export const originSchema = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'expected an origin such as https://shop.example, without a path',
  );

/**
 * How a person is named whom an app speaks for. No token may have such a subject, so the people of apps and those who
 * sign in themselves never meet.
 */
export const APP_PERSON_PREFIX = 'trimtab-app:';

export const appPerson = (app: string, person: string): string => `${APP_PERSON_PREFIX}${app}:${person}`;
