// Dates and numbers in words. A formatter costs 1 ms to make and a list has hundreds of rows: each is made once.
import { language } from './index.svelte';

const shapes = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { month: 'long', day: 'numeric', weekday: 'short' },
  monthDay: { month: 'short', day: 'numeric' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  weekday: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  dayOfMonth: { day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  iso: { year: 'numeric', month: '2-digit', day: '2-digit' },
  moment: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type Shape = keyof typeof shapes;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, shape: Shape, zone: string): Intl.DateTimeFormat {
  const name = `${locale} ${shape} ${zone}`;
  let made = formatters.get(name);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone: zone });
    formatters.set(name, made);
  }
  return made;
}

/** A moment as it reads on the wall of that zone: `format('2026-11-24T21:00:00Z', 'time', 'Asia/Seoul')` is 06:00. */
export function format(moment: string | number | Date, shape: Shape, zone: string): string {
  return formatter(locale(), shape, zone).format(new Date(moment));
}

/** The calendar day of a moment in a zone, as 2026-11-24. */
export function dayIn(moment: string | number | Date, zone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return formatter('sv', 'iso', zone).format(new Date(moment));
}

function locale(): string {
  return language() === 'pseudo' ? 'en' : language();
}
