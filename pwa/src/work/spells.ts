/** Stretches of work, read from punches: what the first screen asks (the rest is hours.ts, and comes later). */

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
  travel: boolean;
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
    const { kind } = tap;
    const goes: boolean = kind === 'move' && open !== null && !open.travel;
    const comes: boolean = kind === 'in' && (!open || (open.travel && at - open.in_at <= LONGEST_WAY_MS));
    const ends = goes || comes || kind === 'out';
    const rest = open?.breaks.at(-1);
    if (rest && (ends || kind === 'break_end')) rest.to ??= at;
    if (kind === 'break_start' && rest?.to !== null) open?.breaks.push({ from: at, to: null });
    if (!ends) continue;
    const began: number = open?.began ?? at;
    if (open) open.out_at = at;
    open = null;
    if (kind === 'out') continue;
    open = {
      site_id: goes ? null : (tap.site_id ?? null),
      in_at: at,
      out_at: null,
      breaks: [],
      began,
      travel: goes,
    };
    found.push(open);
  }
  return found;
}

/** Those whose work is over: a stretch that ended by a move is a part of what goes on. */
export function finished(spells: readonly Stretch[]): Stretch[] {
  const open = spells.find(({ out_at }) => out_at === null);
  return spells.filter(({ began }) => began !== open?.began);
}

export function inOrder<T extends Tap>(taps: readonly T[]): { tap: T; at: number }[] {
  return taps.map((tap) => ({ tap, at: Date.parse(tap.believed_at) })).sort((a, b) => a.at - b.at);
}

/** Milliseconds worked in a stretch, breaks not counted; an open one counts until now. */
export function workedIn(stretch: Stretch, now: number): number {
  const end = stretch.out_at ?? now;
  const rests = stretch.breaks.reduce((sum, rest) => sum + Math.max(0, (rest.to ?? end) - rest.from), 0);
  return Math.max(0, end - stretch.in_at - rests);
}

/** 7 h 25 min as {hours: 7, minutes: 25}; begun minutes do not count. */
export function hoursAndMinutes(ms: number): { hours: number; minutes: number } {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
