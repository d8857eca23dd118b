/** Rules of repetition (RFC 5545) as a person chooses them: on which weekdays, or on which one of the month. */

/** From Monday on, as weeks go here. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Repeat {
  how: 'weekly' | 'monthly';
  /** Every week, every second one, … */
  every: number;
  days: Weekday[];
  /** The first, second … of the month; -1 the last. */
  nth: number;
}

export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
}

/** What is likely for a shift on this date: the same day of every week. */
export function freshRepeat(date: string): Repeat {
  return { how: 'weekly', every: 1, days: [weekdayOf(date)], nth: Math.ceil(Number(date.slice(8)) / 7) };
}

export function rruleOf({ how, every, days, nth }: Repeat): string {
  const interval = every > 1 ? `;INTERVAL=${every}` : '';
  const inOrder = WEEKDAYS.filter((day) => days.includes(day));
  return how === 'weekly'
    ? `FREQ=WEEKLY${interval};BYDAY=${inOrder.join(',')}`
    : `FREQ=MONTHLY${interval};BYDAY=${inOrder.map((day) => nth + day).join(',')}`;
}

/** What a rule says, if it is one that this form can make. */
export function repeatOf(rrule: string): Repeat | null {
  const parts = Object.fromEntries(
    rrule
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part) => part.split('=')),
  );
  const { FREQ, INTERVAL = '1', BYDAY = '', ...others } = parts as Record<string, string>;
  const named = [...BYDAY.matchAll(/(-?\d)?(MO|TU|WE|TH|FR|SA|SU)/g)];
  if (Object.keys(others).some((name) => name !== 'WKST') || !named.length) return null;
  if (FREQ !== 'WEEKLY' && FREQ !== 'MONTHLY') return null;
  const days = named.map(([, , day]) => day as Weekday);
  const nths = new Set(named.map(([, nth]) => Number(nth ?? 0)));
  if (nths.size !== 1) return null;
  const nth = [...nths][0] ?? 0;
  if (FREQ === 'WEEKLY' ? nth !== 0 : nth === 0) return null;
  return { how: FREQ === 'WEEKLY' ? 'weekly' : 'monthly', every: Number(INTERVAL), days, nth: nth || 1 };
}

const FOUR_HOURS = 240;
const EIGHT_HOURS = 480;

/** The break that the law asks for (Labour Standards Act, article 54): 30 minutes from 4 hours, an hour from 8. */
export function lawfulBreak(minutes: number): number {
  if (minutes >= EIGHT_HOURS) return 60;
  return minutes >= FOUR_HOURS ? 30 : 0;
}

/** Minutes from one time of day to another, which is on the next day where it is not later. */
export function minutesBetween(from: string, to: string): number {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const between = minute(to) - minute(from);
  return between > 0 ? between : between + 1440;
}
