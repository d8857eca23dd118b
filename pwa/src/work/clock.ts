/** What a site's clock shows, as far as the first screen asks (the rest is zone.ts, and comes later). */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes that the zone is ahead of UTC at that moment. */
export function offsetMinutes(at: number, zone: string): number {
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

/** The date a clock in the zone shows, as 2026-11-24. */
export function dateAt(moment: string | number | Date, zone: string): string {
  const at = new Date(moment).getTime();
  return new Date(at + offsetMinutes(at, zone) * MINUTE_MS).toISOString().slice(0, 10);
}

/** A date some days later or earlier; calendars only, no zone in it. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A moment in the middle of the date: good for printing its name in UTC without a zone moving it. */
export function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}
