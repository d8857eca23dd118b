/** Times, lengths and distances as a person says them. */
import { format } from '../i18n/format';
import { t } from '../i18n/index.svelte';
import { dateAt, noonOf } from './clock';
import { dayName } from './saying';

export { dateName, dayName, duration, span } from './saying';

/** 010-1234-5678 for a Korean number, others as they are. */
export function phoneWords(number: string): string {
  return number.replace(/^\+82(\d\d)(\d{3,4})(\d{4})$/, '0$1-$2-$3');
}

/** 350m, 1.2km: no more digits than a phone's position deserves. */
export function distance(metres: number): string {
  if (metres < 100) return t('place.metres', { metres: Math.round(metres) });
  if (metres < 1_000) return t('place.metres', { metres: Math.round(metres / 10) * 10 });
  return t('place.kilometres', { km: Math.round(metres / 100) / 10 });
}

export function weekday(date: string): string {
  return format(noonOf(date), 'weekday', 'UTC');
}

/** 오늘 06:02, 11월 20일 (금) 06:02 */
export function moment(at: string | number, zone: string, now: number): string {
  return `${dayName(dateAt(at, zone), dateAt(now, zone))} ${format(at, 'time', zone)}`;
}
