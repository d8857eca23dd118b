/** Times, lengths and distances as a person says them. */
import { format } from '../i18n/format';
import { t } from '../i18n/index.svelte';
import { addDays, dateAt, noonOf } from './clock';
import { hoursAndMinutes } from './spells';

/** 2시간 15분 */
export function duration(ms: number): string {
  const { hours, minutes } = hoursAndMinutes(ms);
  return hours && !minutes ? t('time.hoursOnly', { hours }) : t('time.hm', { hours, minutes });
}

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

/** 22:00 – 다음 날 06:00, on the clock of the site. */
export function span(from: string, to: string, zone: string): string {
  const end = format(to, 'time', zone);
  const sameDay = dateAt(from, zone) === dateAt(Date.parse(to) - 1, zone);
  return t('time.range', {
    from: format(from, 'time', zone),
    to: sameDay ? end : t('time.nextDay', { time: end }),
  });
}

/** 오늘, 내일, or 11월 26일 (목). */
export function dayName(date: string, today: string): string {
  if (date === today) return t('time.today');
  if (date === addDays(today, 1)) return t('time.tomorrow');
  if (date === addDays(today, -1)) return t('time.yesterday');
  return dateName(date);
}

export function dateName(date: string): string {
  return format(noonOf(date), 'day', 'UTC');
}

export function weekday(date: string): string {
  return format(noonOf(date), 'weekday', 'UTC');
}

/** 오늘 06:02, 11월 20일 (금) 06:02 */
export function moment(at: string | number, zone: string, now: number): string {
  return `${dayName(dateAt(at, zone), dateAt(now, zone))} ${format(at, 'time', zone)}`;
}
