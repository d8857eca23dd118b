/** Lines and remarks of a statement as a person says them. */
import { language, t, tCode } from '../i18n/index.svelte';
import { won } from '../plan/won';
import { dateName } from '../work/words';
import type { Line, Period, Remark } from './types';

const IN_MINUTES = new Set(['minutes', 'owed', 'taken', 'contracted', 'limit', 'worked', 'over']);

/** 92시간 30분; parts of a minute to two places. */
export function hoursOf(minutes: number): string {
  const sign = minutes < 0 ? '−' : '';
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) - whole * 60;
  if (whole && rest < 0.005) return sign + t('pay.hOnly', { hours: whole });
  return sign + t('pay.hm', { hours: whole, minutes: exact(rest) });
}

/** "25/3" and its like. */
export function fraction(text: string): number {
  const [above = '0', below = '1'] = text.split('/');
  return Number(above) / Number(below);
}

export const lineName = (line: Line) => tCode('payLine', line.code, 'payLine.other');

/** How an amount comes about: hours, wage of an hour, per cent of it. */
export function method(line: Line): string {
  if (!line.rate_won) return t('pay.fixed');
  const rate = t('common.won', { amount: exact(fraction(line.rate_won)) });
  const hours = t('pay.method', { hours: hoursOf(fraction(line.minutes)), rate });
  const { percent = 100 } = line;
  return percent === 100 ? hours : t('pay.percent', { rest: hours, percent });
}

/** Where a line comes from: R4 · 근로기준법 제56조 제1항. */
export const ground = ({ rule, article }: { rule: string; article: string }) =>
  rule && article ? t('pay.ground', { rule, article }) : rule || article;

/** A remark in a sentence, its minutes and won spelt out. */
export function remarkText(remark: Remark): string {
  const said: Record<string, string | number> = { code: remark.code };
  for (const [name, value] of Object.entries(remark.values ?? {})) {
    if (IN_MINUTES.has(name)) said[name] = hoursOf(Number(value));
    else if (name.endsWith('_won') && typeof value === 'number') said[name] = won(value);
    else said[name] = typeof value === 'boolean' ? String(value) : value;
  }
  return tCode('payRemark', remark.code, 'payRemark.other', said as { code: string });
}

export const periodName = ({ from_on, until_on }: Pick<Period, 'from_on' | 'until_on'>) =>
  t('pay.period', { from: dateName(from_on), until: dateName(until_on) });

/** To two places where it is not whole. */
function exact(value: number): string {
  const locale = language() === 'ko' ? 'ko' : 'en';
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}
