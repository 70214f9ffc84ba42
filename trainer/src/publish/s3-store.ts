// R2 through its S3 interface, for publishing from anywhere with four secrets in the environment.
import { AwsClient } from 'aws4fetch';
import { type Environment, missingIn } from './environment.ts';
import { PublishError } from './errors.ts';
import { askPatiently, PATIENCE, type Answer, type Patience } from './patient-request.ts';
import { SHA256_METADATA, type ObjectInfo, type ObjectStore, type PutOptions } from './object-store.ts';

export interface S3StoreOptions {
  /** Such as https://<account>.r2.cloudflarestorage.com, without the bucket. */
  endpoint: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** With networks that cut and hang. */
  patience?: Patience;
}

/**
 * Options from R2_ENDPOINT or R2_ACCOUNT_ID, R2_BUCKET, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.
 * @throws PublishError `store-configuration`, naming every variable that is missing
 */
export function s3Options(environment: Environment): S3StoreOptions {
  const { R2_ENDPOINT, R2_ACCOUNT_ID, R2_BUCKET, R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY } = environment;
  const endpoint =
    R2_ENDPOINT || (R2_ACCOUNT_ID ? `https://${R2_ACCOUNT_ID}.r2.cloudflarestorage.com` : undefined);
  if (endpoint && R2_BUCKET && R2_ACCESS_KEY_ID && R2_SECRET_ACCESS_KEY) {
    return {
      endpoint: endpoint.replace(/\/+$/, ''),
      bucket: R2_BUCKET,
      accessKeyId: R2_ACCESS_KEY_ID,
      secretAccessKey: R2_SECRET_ACCESS_KEY,
    };
  }
  const missing = missingIn({
    'R2_ACCOUNT_ID (or R2_ENDPOINT)': endpoint,
    R2_BUCKET,
    R2_ACCESS_KEY_ID,
    R2_SECRET_ACCESS_KEY,
  });
  throw new PublishError(
    'store-configuration',
    `publishing to R2 needs ${missing} in the environment: create an API token with write access to the ` +
      'bucket under R2 in the Cloudflare dashboard',
  );
}

/** Cloudflare's one region name for R2. */
const REGION = 'auto';

interface S3Client {
  /** Says in messages which bucket it is. */
  name: string;
  /**
   * Every request may be sent again: puts of the same bytes, and reads.
   *
   * @param path of the bucket: a key, or a query
   * @param expected statuses that are answers too
   * @throws PublishError `no-answer` or `store-failure`
   */
  send(path: string, init: Sent, expected: readonly number[]): Promise<Answer>;
}

interface Sent {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

export function s3Client(options: S3StoreOptions): S3Client {
  const { endpoint, bucket, accessKeyId, secretAccessKey, patience = PATIENCE } = options;
  const client = new AwsClient({ accessKeyId, secretAccessKey, service: 's3', region: REGION, retries: 0 });
  const name = `bucket ${bucket} at ${new URL(endpoint).host}`;
  return {
    name,
    async send(path, init, expected) {
      const send = (signal: AbortSignal): Promise<Response> =>
        client.fetch(`${endpoint}/${bucket}/${path}`, { ...init, signal });
      const answer = await askPatiently({ send, size: init.body?.length ?? 0 }, patience).catch(
        (cause: unknown) => {
          throw noAnswer(`${init.method} ${path} in ${name}`, patience.attempts, cause);
        },
      );
      if (isSuccess(answer) || expected.includes(answer.status)) return answer;
      throw failure(answer, `${init.method} ${path} in ${name}`);
    },
  };
}

const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

function noAnswer(what: string, attempts: number, cause: unknown): PublishError {
  return new PublishError(
    'no-answer',
    `${what} was not answered in ${attempts} attempts (${reasonOf(cause)}): check R2_ENDPOINT and the network`,
    { cause },
  );
}

/** The reason of a failed fetch stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

export function openS3Store(options: S3StoreOptions): ObjectStore {
  const { name, send } = s3Client(options);
  return {
    name,
    async info(key) {
      const answer = await send(key, { method: 'HEAD' }, [404]);
      return answer.status === 404 ? null : infoOf(answer);
    },
    async get(key) {
      const answer = await send(key, { method: 'GET' }, [404]);
      return answer.status === 404 ? null : { ...infoOf(answer), bytes: answer.bytes };
    },
    async put(key, bytes, putting) {
      const body = new Uint8Array(bytes);
      const { status } = await send(key, { method: 'PUT', body, headers: putHeaders(putting) }, [412]);
      return status !== 412;
    },
    close: () => Promise.resolve(),
  };
}

function putHeaders({ sha256, contentType, condition }: PutOptions): Record<string, string> {
  return {
    'content-type': contentType,
    // Signed with the request: the store refuses a body of another hash.
    'x-amz-content-sha256': sha256,
    [`x-amz-meta-${SHA256_METADATA}`]: sha256,
    ...(condition && ('etag' in condition ? { 'if-match': condition.etag } : { 'if-none-match': '*' })),
  };
}

function infoOf({ headers }: Answer): ObjectInfo {
  // A proxy that compresses an answer marks its etag as weak, and a weak one matches nothing.
  const etag = (headers.get('etag') ?? '').replace(/^W\//, '');
  return { etag, sha256: headers.get(`x-amz-meta-${SHA256_METADATA}`) };
}

function failure({ status, bytes }: Answer, what: string): PublishError {
  const said = /<Code>([^<]*)<\/Code>/.exec(new TextDecoder().decode(bytes))?.[1];
  const advice =
    status === 401 || status === 403
      ? 'check R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, and that the token may write to the bucket'
      : 'try again, and check that the bucket exists if it stays';
  return new PublishError(
    'store-failure',
    `${what} was answered ${status}${said ? ` (${said})` : ''}: ${advice}`,
  );
}
