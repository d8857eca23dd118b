// What the server said about one's own record, kept on the phone: the last answer is there without a signal.
import { NoAnswer, request } from '../api/client';
import { session } from '../app/state.svelte';

/** Emptied at sign-out (app/session.ts). */
const CACHE = 'own-record';

/** Keyed by the person, too: a phone may change hands. */
function keyOf(path: string): string {
  return `/kept/${session.account_id ?? ''}${path}`;
}

const store = () => globalThis.caches?.open(CACHE);

export async function keep(path: string, body: BlobPart): Promise<void> {
  const headers = { 'x-kept-at': new Date().toISOString() };
  await (await store())?.put(keyOf(path), new Response(new Blob([body]), { headers }));
}

/** What was kept under this address, and when; null where nothing was. */
export async function kept(path: string): Promise<{ file: Blob; at: string } | null> {
  const held = await (await store())?.match(keyOf(path));
  return held ? { file: await held.blob(), at: held.headers.get('x-kept-at') ?? '' } : null;
}

/** An answer that is asked for when its screen opens; what was kept is shown until it comes, or instead. */
export class Kept<T> {
  value = $state.raw<T | null>(null);
  state = $state<'waiting' | 'here' | 'no answer' | 'refused'>('waiting');
  /** When it was true, where there is no signal to ask by. */
  at = $state<string | null>(null);
  private round = 0;

  constructor(private readonly path: () => string) {
    $effect(() => {
      void this.ask();
    });
  }

  ask = async (): Promise<void> => {
    const path = this.path();
    if (!path) return;
    const round = ++this.round;
    const held = await kept(path).catch(() => null);
    if (round !== this.round) return;
    this.value = held ? (JSON.parse(await held.file.text()) as T) : null;
    this.state = 'waiting';
    this.at = null;
    try {
      const { status, body } = await request('GET', path);
      if (round !== this.round) return;
      this.state = status === 200 ? 'here' : 'refused';
      if (status !== 200) {
        // A server in trouble says nothing about the record; one that refuses does.
        if (status >= 500 && held) [this.state, this.at] = ['here', held.at];
        else this.value = null;
        return;
      }
      this.value = body as T;
      await keep(path, JSON.stringify(body)).catch(() => undefined);
    } catch (reason) {
      if (!(reason instanceof NoAnswer)) throw reason;
      if (round !== this.round) return;
      this.at = held?.at ?? null;
      this.state = held ? 'here' : 'no answer';
    }
  };
}

/** A file of the server's that never changes: from the phone, else from the server and then kept. Throws NoAnswer. */
export async function fileOf(path: string): Promise<Blob> {
  const held = await kept(path).catch(() => null);
  if (held) return held.file;
  const answer = await fetch(path, { credentials: 'same-origin' }).catch((reason) => {
    throw new NoAnswer(String(reason));
  });
  if (!answer.ok) throw new NoAnswer(String(answer.status));
  const file = await answer.blob();
  await keep(path, file).catch(() => undefined);
  return file;
}
