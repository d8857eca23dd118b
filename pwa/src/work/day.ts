/** What matters right now to one worker: which shift, which button. */

export interface Planned {
  id: string;
  starts_at: string;
  ends_at: string;
}

/** Shown from this long before the start on as the shift of the moment. */
export const SOON_MS = 12 * 3_600_000;
/** Nobody comes to a shift earlier than this. */
const EARLY_MS = 3 * 3_600_000;
/** A clock-in this long after the planned start is said to be late. */
export const LATE_AFTER_MS = 60_000;

/** The shift that the big button is about: the one being worked, else the one under way or next soon. */
export function shiftOfNow<S extends Planned>(
  shifts: readonly S[],
  now: number,
  workingOn?: string | null,
): S | null {
  const working = workingOn && shifts.find((shift) => shift.id === workingOn);
  if (working) return working;
  return coming(shifts, now).find((shift) => Date.parse(shift.starts_at) - now <= SOON_MS) ?? null;
}

/** Whether somebody has come to this shift and gone home again. */
export function isDone(shift: Planned, spells: readonly { in_at: number; out_at: number | null }[]): boolean {
  const from = Date.parse(shift.starts_at) - EARLY_MS;
  const to = Date.parse(shift.ends_at);
  return spells.some(
    ({ in_at, out_at }) => out_at !== null && in_at >= from && in_at < to && out_at > from + EARLY_MS,
  );
}

/** The first shift that begins after the given one, or after now. */
export function nextShift<S extends Planned>(shifts: readonly S[], now: number, after?: S | null): S | null {
  const from = after ? Date.parse(after.starts_at) : now;
  return (
    coming(shifts, now).find((shift) => shift.id !== after?.id && Date.parse(shift.starts_at) > from) ?? null
  );
}

function coming<S extends Planned>(shifts: readonly S[], now: number): S[] {
  return shifts
    .filter((shift) => Date.parse(shift.ends_at) > now)
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
}

/** Whole minutes after the planned start, 0 while there is still time. */
export function minutesLate(shift: Planned, now: number): number {
  const late = now - Date.parse(shift.starts_at);
  return late < LATE_AFTER_MS ? 0 : Math.floor(late / 60_000);
}

const EARTH_RADIUS_M = 6_371_000;

/** Metres between two points on the ground, on a sphere: good to 0.5 %. */
export function metresBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const rad = Math.PI / 180;
  const dLat = (b.lat - a.lat) * rad;
  const dLon = (b.lon - a.lon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
