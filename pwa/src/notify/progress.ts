/** How far a message to many has come, in a picture and a sentence. */
import type { MessageRow } from '../api/notices';
import { t } from '../i18n/index.svelte';
import type { Shown } from './states';

type Sums = Pick<MessageRow, 'audience' | 'read' | 'reached' | 'failed' | 'waiting' | 'not_sent'>;

/** Everybody of the audience is in exactly one part. */
export function progressOf({
  read,
  reached,
  waiting,
  not_sent,
  failed,
}: Sums): { state: Shown; count: number }[] {
  const parts: { state: Shown; count: number }[] = [
    { state: 'read', count: read },
    { state: 'sent', count: reached },
    { state: 'waiting', count: waiting },
    { state: 'suppressed', count: not_sent },
    { state: 'failed', count: failed },
  ];
  return parts.filter(({ count }) => count > 0);
}

/** 25명 · 21명 읽음 · 3명 안 읽음 · 1명 못 받음 · 180원 */
export function progressWords(row: Sums & Pick<MessageRow, 'cost_won'>): string {
  const parts = progressOf(row).map(({ state, count }) =>
    t('messages.part', { state: t(`people.${state as 'read'}`), count }),
  );
  const cost = row.cost_won ? [t('messages.cost', { won: row.cost_won })] : [];
  return [t('messages.audience', { count: row.audience }), ...parts, ...cost].join(' · ');
}
