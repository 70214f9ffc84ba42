// A failure that the API answered with: problem details (RFC 9457) as an error.

export interface TrimtabFieldError {
  /** Where in the request: `body.limit`, `query.id`. */
  path: string;
  expected: string;
  message: string;
}

export class TrimtabError extends Error {
  readonly status: number;
  /** Stable, `urn:trimtab:problem:<code>`; `about:blank` when something before the API answered. */
  readonly type: string;
  /** What was wrong with which field; empty when it was not about fields. */
  readonly errors: readonly TrimtabFieldError[];
  /** Of the answer: `retry-after`, `ratelimit` and all others. */
  readonly headers: Headers;
  /** To be given when reporting the failure. */
  readonly requestId: string | null;

  constructor(response: Response, body: unknown) {
    const { title, detail, type, errors } = asProblem(body);
    super(title === undefined ? `The server answered ${response.status}.` : `${title}. ${detail ?? ''}`);
    this.name = 'TrimtabError';
    this.status = response.status;
    this.type = type ?? 'about:blank';
    this.errors = errors ?? [];
    this.headers = response.headers;
    this.requestId = response.headers.get('x-request-id');
  }
}

interface ProblemBody {
  title?: string;
  detail?: string;
  type?: string;
  errors?: TrimtabFieldError[];
}

/** What stands between client and API (a proxy, a captive portal) may answer with anything. */
function asProblem(body: unknown): ProblemBody {
  return typeof body === 'object' && body !== null && 'type' in body ? (body as ProblemBody) : {};
}

/** The JSON of an answer, or undefined where it has no content. @throws TrimtabError for any failure */
export async function contentOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new TrimtabError(response, await response.json().catch(() => null));
  return response.status === 204 ? undefined : await response.json();
}
