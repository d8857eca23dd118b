/** What somebody worked, read from punches. Elapsed time only, so the hour that a spring night skips is not paid twice. */

export interface Tap {
  kind: 'in' | 'out' | 'break_start' | 'break_end' | 'move';
  site_id?: string | null;
  believed_at: string;
}

/** From one clock-in to its clock-out; `out_at` is null while it lasts. */
export interface Stretch {
  site_id: string | null;
  in_at: number;
  out_at: number | null;
  breaks: { from: number; to: number | null }[];
  /** When the work began that this is a part of: it decides the day. */
  began: number;
  /** On the way from one site to the next. */
  travel?: true;
}

/** Who arrives later than this after setting out forgot to clock out in between. */
const LONGEST_WAY_MS = 4 * 3_600_000;

/**
 * The stretches in order. A second IN before an OUT begins nothing new, but on the way it is the arrival; an OUT
 * alone counts for nothing.
 */
export function stretches(taps: readonly Tap[]): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | null = null;
  for (const { tap, at } of inOrder(taps)) {
    if (tap.kind === 'in') {
      if (open && !(open.travel && at - open.in_at <= LONGEST_WAY_MS)) continue;
      if (open) end(open, at);
      const began: number = open?.began ?? at;
      open = { site_id: tap.site_id ?? null, in_at: at, out_at: null, breaks: [], began };
      found.push(open);
    } else if (open) {
      const rest = open.breaks.at(-1);
      if (tap.kind === 'break_start' && rest?.to !== null) open.breaks.push({ from: at, to: null });
      if (tap.kind === 'break_end' && rest && rest.to === null) rest.to = at;
      if (tap.kind === 'out') {
        end(open, at);
        open = null;
      } else if (tap.kind === 'move' && !open.travel) {
        end(open, at);
        open = { site_id: null, in_at: at, out_at: null, breaks: [], began: open.began, travel: true };
        found.push(open);
      }
    }
  }
  return found;
}

function end(stretch: Stretch, at: number): void {
  const rest = stretch.breaks.at(-1);
  if (rest && rest.to === null) rest.to = at;
  stretch.out_at = at;
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
    .filter(({ began }) => began >= from && began < to)
    .reduce((sum, stretch) => sum + workedIn(stretch, now), 0);
}

/** 7 h 25 min as {hours: 7, minutes: 25}; begun minutes do not count. */
export function hoursAndMinutes(ms: number): { hours: number; minutes: number } {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
