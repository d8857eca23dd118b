// Writes that hold a secret, or whose answer does: they go at once, and never into the outbox.
import { reasonOf } from '../account/problem';
import { NoAnswer, request } from '../api/client';
import { t } from '../i18n/index.svelte';

export type Answered<T> = { body: T; why: null } | { body: null; why: string };

/** What the server answered, or why not, in words. */
export async function askNow<T>(method: string, path: string, sent: unknown): Promise<Answered<T>> {
  try {
    const { status, body } = await request(method, path, sent);
    return status < 300 ? { body: body as T, why: null } : { body: null, why: reasonOf(body) };
  } catch (reason) {
    if (!(reason instanceof NoAnswer)) throw reason;
    return { body: null, why: t('account.needsSignal') };
  }
}
