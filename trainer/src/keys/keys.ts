// Keys of apps: made, listed and revoked. A key is shown once, when it is made; the database holds its hash.
import { createHash, randomBytes } from 'node:crypto';
import {
  apiKeyText,
  appNameSchema,
  keyKindSchema,
  originSchema,
  type KeyKind,
} from '@trimtab/shared/api-keys.ts';
import { z } from 'zod';
import { textLiteral, type KeyDatabase } from './key-database.ts';
import { KeyError } from './key-error.ts';

export interface KeyRequest {
  app: string;
  kind: KeyKind;
  /** Where pages may use a publishable key. */
  origins: string[];
  /** Requests a day (UTC). */
  quota: number;
}

export interface KeyFacts extends KeyRequest {
  id: string;
  createdAt: string;
  revokedAt: string | null;
  /** Requests that were taken of today's quota. */
  usedToday: number;
}

export interface KeyOptions {
  database: KeyDatabase;
  /** Milliseconds since 1970. */
  now: () => number;
  random?: (bytes: number) => Buffer;
}

const requestSchema = z.object({
  app: appNameSchema,
  kind: keyKindSchema,
  origins: z.array(originSchema).max(50),
  quota: z.int().min(1).max(1e12),
});

/** @returns the key, which nobody can read again, and its id */
export async function createKey(
  request: KeyRequest,
  { database, now, random = randomBytes }: KeyOptions,
): Promise<{ id: string; key: string }> {
  const { app, kind, origins, quota } = checked(request);
  const id = random(6).toString('hex');
  const key = apiKeyText(kind, id, random(32).toString('base64url'));
  const hash = createHash('sha256').update(key).digest('hex');
  const texts = [id, app, kind, hash, JSON.stringify(origins)].map(textLiteral);
  await database.query(
    `insert into api_keys (id, app, kind, hash, origins, daily_quota, created_at)
     values (${texts.join(', ')}, ${quota}, ${now()})`,
  );
  return { id, key };
}

function checked(request: KeyRequest): KeyRequest {
  const { data, error } = requestSchema.safeParse(request);
  if (data === undefined) {
    const issues = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new KeyError('invalid-key', issues.join('; '));
  }
  if (data.kind === 'publishable' && data.origins.length === 0) {
    throw new KeyError(
      'invalid-key',
      'a publishable key needs the origins of its pages: --origin https://shop.example',
    );
  }
  if (data.kind === 'secret' && data.origins.length > 0) {
    throw new KeyError(
      'invalid-key',
      'a secret key stays on a server and has no origins: leave --origin away',
    );
  }
  return data;
}

const rowSchema = z.object({
  id: z.string(),
  app: z.string(),
  kind: keyKindSchema,
  origins: z.string(),
  quota: z.number(),
  created_at: z.number(),
  revoked_at: z.number().nullable(),
  used: z.number(),
});

/** All keys, newest first. */
export async function listKeys({ database, now }: Omit<KeyOptions, 'random'>): Promise<KeyFacts[]> {
  const today = textLiteral(new Date(now()).toISOString().slice(0, 10));
  const rows = await database.query(
    `select id, app, kind, origins, daily_quota as quota, created_at, revoked_at, coalesce(used, 0) as used
     from api_keys left join api_key_usage on key_id = id and day = ${today}
     order by created_at desc, id`,
  );
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ origins, created_at: createdAt, revoked_at: revokedAt, used, ...row }) => ({
      ...row,
      origins: z.array(z.string()).parse(JSON.parse(origins)),
      createdAt: new Date(createdAt).toISOString(),
      revokedAt: revokedAt === null ? null : new Date(revokedAt).toISOString(),
      usedToday: used,
    }));
}

/** @throws KeyError `key-not-found` when no such key is in force */
export async function revokeKey(id: string, { database, now }: Omit<KeyOptions, 'random'>): Promise<void> {
  const revoked = await database.query(
    `update api_keys set revoked_at = ${now()} where id = ${textLiteral(id)} and revoked_at is null returning id`,
  );
  if (revoked.length > 0) return;
  throw new KeyError('key-not-found', `no key ${id} is in force: trimtab keys list shows those that are`);
}
