// The way to the server. An answer is a status and JSON; everything else is no answer at all.
const PATIENCE_MS = 20_000;
/** A photo over a weak signal. */
const FILE_PATIENCE_MS = 60_000;

/** No network, no server, no patience left, or a page of somebody's Wi-Fi login instead of our JSON. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

export interface Reply {
  status: number;
  body: unknown;
  retry_after_s: number | null;
}

interface Call {
  signal?: AbortSignal;
  /** The Idempotency-Key. */
  key?: string;
}

export interface Wire {
  /** Sends one request, bytes as they are and anything else as JSON; throws NoAnswer. */
  request(method: string, path: string, body?: unknown, options?: Call): Promise<Reply>;
}

export interface WireOptions {
  base?: string;
  fetch?: typeof fetch;
  /** Told the oldest release that the server still serves, whenever it says so. */
  minClient?: (version: string) => void;
}

export function createWire(options: WireOptions = {}): Wire {
  const { base = '', minClient } = options;
  // Looked up at each call, so that a test may replace it.
  const send = options.fetch ?? ((...call: Parameters<typeof fetch>) => fetch(...call));

  async function request(method: string, path: string, body?: unknown, call: Call = {}) {
    const file = body instanceof ArrayBuffer;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), file ? FILE_PATIENCE_MS : PATIENCE_MS);
    const abort = () => stop.abort();
    call.signal?.addEventListener('abort', abort);
    try {
      const response = await send(base + path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: stop.signal,
        headers: {
          ...(body === undefined || file ? {} : { 'content-type': 'application/json' }),
          ...(call.key ? { 'idempotency-key': call.key } : {}),
        },
        ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }),
      });
      const oldest = response.headers.get('min-client');
      if (oldest) minClient?.(oldest);
      return { status: response.status, body: await json(response), retry_after_s: retryAfter(response) };
    } catch (error) {
      throw error instanceof NoAnswer ? error : new NoAnswer(String(error));
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', abort);
    }
  }

  return { request };
}

async function json(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const kind = response.headers.get('content-type') ?? '';
  if (/^application\/(problem\+)?json/.test(kind)) return response.json();
  // A proxy's error page is a real status without our body; a success without JSON is a stranger's page.
  if (response.status >= 500) return null;
  throw new NoAnswer(`${response.status} ${kind}`);
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** The page's own way to the server. */
export const { request } = createWire();
