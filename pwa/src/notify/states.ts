/** What became of one message to one person, in words; a colour is only ever an addition. */
import Ban from 'lucide-static/icons/ban.svg?raw';
import Check from 'lucide-static/icons/check.svg?raw';
import CheckCheck from 'lucide-static/icons/check-check.svg?raw';
import CircleHelp from 'lucide-static/icons/circle-question-mark.svg?raw';
import X from 'lucide-static/icons/circle-x.svg?raw';
import Eye from 'lucide-static/icons/eye.svg?raw';
import Hourglass from 'lucide-static/icons/hourglass.svg?raw';
import type { DeliveryState } from '../api/notices';
import { t } from '../i18n/index.svelte';
import type { Tone } from '../ui/Badge.svelte';

/** In the order of the bar: from the best to what needs a hand. */
export const ORDER = [
  'read',
  'delivered',
  'sent',
  'waiting',
  'suppressed',
  'expired',
  'unknown',
  'failed',
] as const;
export type Shown = (typeof ORDER)[number];

/** `queued` and `leased` are one thing to a person: it has not gone yet. */
export function shown(state: DeliveryState): Shown {
  return state === 'queued' || state === 'leased' ? 'waiting' : state;
}

const look: Record<Shown, { icon: string; tone: Tone }> = {
  read: { icon: Eye, tone: 'good' },
  delivered: { icon: CheckCheck, tone: 'good' },
  sent: { icon: Check, tone: 'info' },
  waiting: { icon: Hourglass, tone: 'calm' },
  suppressed: { icon: Ban, tone: 'calm' },
  expired: { icon: Ban, tone: 'warn' },
  unknown: { icon: CircleHelp, tone: 'warn' },
  failed: { icon: X, tone: 'bad' },
};

export const lookOf = (state: Shown) => look[state];

export function stateWords(state: DeliveryState): string {
  return t(`delivery.${shown(state)}`);
}

/** Counts by what is shown, those that are not there left out, in the order of the bar. */
export function counted(sums: Partial<Record<DeliveryState, number>>): { state: Shown; count: number }[] {
  const found = new Map<Shown, number>();
  for (const [state, count] of Object.entries(sums) as [DeliveryState, number][]) {
    found.set(shown(state), (found.get(shown(state)) ?? 0) + count);
  }
  return ORDER.map((state) => ({ state, count: found.get(state) ?? 0 })).filter(({ count }) => count > 0);
}
