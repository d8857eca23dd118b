/** What the office asks the server for at once, and what it writes where only the server can show the outcome. */
import { reasonOf } from '../account/problem';
import { NoAnswer, request } from '../api/client';
import { t } from '../i18n/index.svelte';
import { type Draft, outbox } from '../sync';
import { toast } from '../ui/toasts.svelte';
import type { Finding } from './types';

export type Said<T> = { ok: true; body: T } | { ok: false; status: number; why: string; findings: Finding[] };

/** Ask the server now: for what makes no sense later, such as a preview. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<Said<T>> {
  try {
    return said<T>(await request(method, path, body));
  } catch (reason) {
    if (!(reason instanceof NoAnswer)) throw reason;
    return { ok: false, status: 0, why: t('common.noSignal'), findings: [] };
  }
}

function said<T>({ status, body }: { status: number; body: unknown }): Said<T> {
  if (status < 300) return { ok: true, body: body as T };
  const { findings = [] } = (body ?? {}) as { findings?: Finding[] };
  return { ok: false, status, why: reasonOf(body), findings };
}

/**
 * Keep a write, and wait for the server's word. A refusal is told to whoever asked and leaves the queue: the
 * screen that they look at is where it is dealt with. Without a signal it stays kept, and this waits on.
 */
export async function put<T>(draft: Draft): Promise<Said<T>> {
  const item = await outbox.add(draft);
  const answer = said<T>(await outbox.answer(item.id));
  if (!answer.ok) await outbox.drop(item.id);
  return answer;
}

/** The same where a toast says it all. `then` reads again what the write has changed. */
export async function save(draft: Draft, done: string, then?: () => unknown): Promise<boolean> {
  const coming = put(draft);
  if (navigator.onLine === false) toast(t('app.kept'));
  const answer = await coming;
  toast(answer.ok ? done : answer.why);
  await then?.();
  return answer.ok;
}
