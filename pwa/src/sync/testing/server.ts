// A small server that speaks the real protocol over HTTP, and fails the way networks and servers do.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BatchRequest } from '../../api/types';

/**
 * What happens to the next requests: `ok`; `down`: no answer, nothing done; `dies`: done, no answer;
 * `portal`: a Wi-Fi login page; or a status, with nothing done.
 */
export type Weather = 'ok' | 'down' | 'dies' | 'portal' | number;

export interface Done {
  id: string;
  account: string;
  path: string;
  body: unknown;
}

export class TestServer {
  /** Effects, in the order in which they happened. */
  readonly done: Done[] = [];
  /** Every time an item arrived, repeats included. */
  readonly arrived: string[] = [];
  /** Items that were refused at least once. */
  readonly refused: string[] = [];
  readonly requests: { path: string; body: unknown }[] = [];
  /** One weather per request, then `always`. */
  forecast: Weather[] = [];
  always: Weather = 'ok';
  /** What the server says to one item, instead of doing it. Gone after a day. */
  verdicts = new Map<string, { status: number; body?: unknown }>();
  account: string | null = 'kim';
  documents: Record<string, { version: string; data: unknown }> = {};
  clockAhead = 0;

  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly answers = new Map<string, { status: number; body: unknown }>();

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const path = request.url ?? '';
    const file = /\/photos\//.test(path);
    const text = file ? '' : bytes.toString();
    const body = file ? bytes.length : text ? JSON.parse(text) : null;
    this.requests.push({ path, body });
    const weather = this.forecast.shift() ?? this.always;
    if (weather === 'down') return void request.socket.destroy();
    if (weather === 'portal') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to Free Wi-Fi</html>');
      return;
    }
    if (typeof weather === 'number') return send(response, weather, { code: `status-${weather}` });
    const key = String(request.headers['idempotency-key'] ?? '');
    const [status, given] = file
      ? this.photo(key, path, bytes.length)
      : this.handle(request.method ?? '', path, body);
    if (weather === 'dies') return void request.socket.destroy();
    send(response, status, given);
  }

  private handle(
    method: string,
    path: string,
    body: { account: string; requests: BatchRequest[] },
  ): [number, unknown] {
    if (path === '/api/v1/sign-in/sessions') {
      this.account = body.account;
      return [201, this.me()];
    }
    if (path === '/api/v1/sign-in/sessions/current' && method === 'DELETE') {
      this.account = null;
      return [204, null];
    }
    if (this.account === null) return [401, { code: 'sign-in-needed' }];
    if (path === '/api/v1/me') return [200, this.me()];
    if (path === '/api/v1/me/snapshot') return [200, this.snapshot((body as unknown as { have: Have }).have)];
    if (path === '/api/v1/batch') return [200, this.batch(body.requests)];
    return [404, { code: 'not-found' }];
  }

  private photo(id: string, path: string, bytes: number): [number, unknown] {
    const { status, body } = this.once({ id, method: 'PUT', path, body: bytes });
    return [status, body];
  }

  private me() {
    return { account: { id: this.account, name: this.account }, memberships: [] };
  }

  private snapshot(have: Have) {
    const me = { version: `me-${this.account}`, data: this.me() };
    const all = { me, ...this.documents };
    const documents = Object.fromEntries(
      Object.entries(all).filter(([name, { version }]) => have[name] !== version),
    );
    return { documents, gone: Object.keys(have).filter((name) => !(name in all)), server_time: this.now() };
  }

  private batch(requests: BatchRequest[]) {
    let stopped = false;
    const responses = requests.map((item) => {
      if (stopped) return { id: item.id, status: 503, body: { code: 'not-attempted' } };
      const answer = this.once(item);
      stopped = answer.status >= 500;
      return { id: item.id, ...answer };
    });
    return { responses, server_time: this.now() };
  }

  /** As the real server: an answer to a success is kept and given again. */
  private once(item: BatchRequest): { status: number; body: unknown } {
    this.arrived.push(item.id);
    const kept = this.answers.get(item.id);
    if (kept) return kept;
    const verdict = this.verdicts.get(item.id);
    if (verdict && verdict.status < 500) this.refused.push(item.id);
    if (verdict) return { body: null, ...verdict };
    const answer = { status: 200, body: { id: item.id } };
    this.answers.set(item.id, answer);
    this.done.push({ id: item.id, account: this.account ?? '', path: item.path, body: item.body });
    return answer;
  }

  private now(): string {
    return new Date(Date.now() + this.clockAhead).toISOString();
  }
}

type Have = Record<string, string>;

function send(response: ServerResponse, status: number, body: unknown): void {
  if (status === 204) return void response.writeHead(204).end();
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
