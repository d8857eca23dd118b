/** Times and lengths as a person says them, as far as the first screen does (the rest is words.ts, and comes later). */
import { format } from '../i18n/format';
import { t } from '../i18n/index.svelte';
import { addDays, dateAt, noonOf } from './clock';
import { hoursAndMinutes } from './spells';

/** 2시간 15분 */
export function duration(ms: number): string {
  const { hours, minutes } = hoursAndMinutes(ms);
  return hours && !minutes ? t('time.hoursOnly', { hours }) : t('time.hm', { hours, minutes });
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
