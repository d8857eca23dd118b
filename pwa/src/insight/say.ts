/** How the pictures name their days and hours. */
import { format } from '../i18n/format';
import { duration } from '../work/words';
import { noonOf } from '../work/zone';
import type { By } from './types';

const MINUTE_MS = 60_000;

export const hoursOf = (minutes: number) => duration(minutes * MINUTE_MS);

/** 11월 23일, or 2026년 11월. */
export const bucketName = (day: string, by: By) =>
  format(noonOf(day), by === 'week' ? 'monthDay' : 'month', 'UTC');

/** Below the columns, where there is little room: 11/23, or 11. */
export function bucketMark(day: string, by: By): string {
  const [, month, date] = day.split('-').map(Number);
  return by === 'week' ? `${month}/${date}` : `${month}`;
}

export const sum = (row: number[]) => row.reduce((all, one) => all + one, 0);

/** A round number of hours that nothing in the picture is above, four even steps from nothing. */
export function roundAbove(most: number): number {
  const steps = [1, 2, 2.5, 5, 10];
  const scale = 10 ** Math.floor(Math.log10(Math.max(most, 1) / 4));
  const step = steps.find((one) => one * scale * 4 >= most) ?? 10;
  return Math.max(step * scale * 4, 4);
}
