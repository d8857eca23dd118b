/** What somebody worked, read from punches. Elapsed time only, so the hour that a spring night skips is not paid twice. */

export interface Tap {
  kind: 'in' | 'out' | 'break_start' | 'break_end';
  site_id?: string | null;
  believed_at: string;
}

/** From one clock-in to its clock-out; `out_at` is null while it lasts. */
export interface Stretch {
  site_id: string | null;
  in_at: number;
  out_at: number | null;
  breaks: { from: number; to: number | null }[];
}

/** The stretches in order. A second IN before an OUT begins nothing new; an OUT alone counts for nothing. */
export function stretches(taps: readonly Tap[]): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | null = null;
  for (const { tap, at } of inOrder(taps)) {
    if (tap.kind === 'in') {
      if (open) continue;
      open = { site_id: tap.site_id ?? null, in_at: at, out_at: null, breaks: [] };
      found.push(open);
    } else if (open) {
      const rest = open.breaks.at(-1);
      if (tap.kind === 'break_start' && rest?.to !== null) open.breaks.push({ from: at, to: null });
      if (tap.kind !== 'break_start' && rest && rest.to === null) rest.to = at;
      if (tap.kind === 'out') {
        open.out_at = at;
        open = null;
      }
    }
  }
  return found;
}

function inOrder<T extends Tap>(taps: readonly T[]): { tap: T; at: number }[] {
  return taps.map((tap) => ({ tap, at: Date.parse(tap.believed_at) })).sort((a, b) => a.at - b.at);
}

/**
 * The moment that decides the day of each tap: when its stretch began, for whoever goes home after midnight.
 * A tap outside any stretch stands for itself.
 */
export function daysOf<T extends Tap>(taps: readonly T[]): { tap: T; at: number; day_of: number }[] {
  let began: number | null = null;
  return inOrder(taps).map(({ tap, at }) => {
    if (tap.kind === 'in') began ??= at;
    const day_of = began ?? at;
    if (tap.kind === 'out') began = null;
    return { tap, at, day_of };
  });
}

/** Milliseconds worked in a stretch, breaks not counted; an open one counts until now. */
export function workedIn(stretch: Stretch, now: number): number {
  const end = stretch.out_at ?? now;
  const rests = stretch.breaks.reduce((sum, rest) => sum + Math.max(0, (rest.to ?? end) - rest.from), 0);
  return Math.max(0, end - stretch.in_at - rests);
}

/** Milliseconds worked in the stretches that began in a window: a night counts for the day it began. */
export function worked(taps: readonly Tap[], now: number, from = -Infinity, to = Infinity): number {
  return stretches(taps)
    .filter(({ in_at }) => in_at >= from && in_at < to)
    .reduce((sum, stretch) => sum + workedIn(stretch, now), 0);
}

/** 7 h 25 min as {hours: 7, minutes: 25}; begun minutes do not count. */
export function hoursAndMinutes(ms: number): { hours: number; minutes: number } {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
