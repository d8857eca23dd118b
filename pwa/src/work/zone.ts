/** Wall clocks: what a site's clock shows, and which moment a date and time on that clock is. */
import { addDays, DAY_MS, MINUTE_MS, offsetMinutes } from './clock';

export { addDays, dateAt, noonOf } from './clock';

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

/** The time a clock in the zone shows, as 22:30. */
export function timeAt(moment: string | number | Date, zone: string): string {
  const at = new Date(moment).getTime();
  return new Date(at + offsetMinutes(at, zone) * MINUTE_MS).toISOString().slice(11, 16);
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
