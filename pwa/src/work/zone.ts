/** Wall clocks: what a site's clock shows, and which moment a date and time on that clock is. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes that the zone is ahead of UTC at that moment. */
function offsetMinutes(at: number, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    clocks.set(zone, clock);
  }
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute);
  return Math.round((wall - at) / MINUTE_MS);
}

/**
 * The moment when a clock in the zone shows this date (2026-11-24) and time (22:30).
 * A time that a spring change skips is read with the offset before it, one that comes twice as the first.
 */
export function momentAt(date: string, time: string, zone: string): Date {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const before = offsetMinutes(wall - DAY_MS, zone);
  const after = offsetMinutes(wall + DAY_MS, zone);
  const fits = [before, after].filter((offset) => offsetMinutes(wall - offset * MINUTE_MS, zone) === offset);
  const offset = fits.length ? Math.max(...fits) : before;
  return new Date(wall - offset * MINUTE_MS);
}

/** The date a clock in the zone shows, as 2026-11-24. */
export function dateAt(moment: string | number | Date, zone: string): string {
  const at = new Date(moment).getTime();
  return new Date(at + offsetMinutes(at, zone) * MINUTE_MS).toISOString().slice(0, 10);
}

/** The time a clock in the zone shows, as 22:30. */
export function timeAt(moment: string | number | Date, zone: string): string {
  const at = new Date(moment).getTime();
  return new Date(at + offsetMinutes(at, zone) * MINUTE_MS).toISOString().slice(11, 16);
}

/** A date some days later or earlier; calendars only, no zone in it. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of the date's week. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

/** Seven dates from a Monday on. */
export function weekFrom(monday: string): string[] {
  return Array.from({ length: 7 }, (_, i) => addDays(monday, i));
}

/** A moment in the middle of the date: good for printing its name in UTC without a zone moving it. */
export function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** Start and end of a shift typed as times on one date; an end that is not later belongs to the next morning. */
export function spanOn(
  date: string,
  from: string,
  to: string,
  zone: string,
): { starts_at: Date; ends_at: Date } {
  return {
    starts_at: momentAt(date, from, zone),
    ends_at: momentAt(to <= from ? addDays(date, 1) : date, to, zone),
  };
}
