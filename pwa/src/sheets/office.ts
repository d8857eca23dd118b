// Sheets as the office sees them, and what it does with them.
import type { Id, Punch } from '../api/types';
import { t, tCode } from '../i18n/index.svelte';
import type { Draft } from '../sync';
import { MINUTE_MS, offsetMinutes } from '../work/clock';
import { duration } from '../work/words';
import type { Figures, Odd, OwnSheet, Planned, Remark, SheetState, Stretch } from './types';

export interface Period {
  id: Id;
  from_on: string;
  until_on: string;
  over: boolean;
  approved: number;
  locked: number;
  questions: number;
}

export interface SheetRow {
  member_id: Id;
  name: string;
  state: SheetState;
  moved_on: boolean;
  revision: string;
  figures: Figures;
  exceptions: number;
  codes: string[];
  questions: number;
  remark: Remark | null;
}

export interface SheetPage {
  items: SheetRow[];
  next_cursor: string | null;
}

export interface Late {
  id: Id;
  about: 'punch' | 'correction';
  at: string;
  asked_at: string;
  kind: string | null;
  site_name: string | null;
  answer: 'reopen' | 'leave' | null;
  reason: string | null;
}

export interface Correction {
  id: Id;
  kind: string | null;
  at: string | null;
  state: string;
  reason: string;
  asked_at: string;
  asked_by_name: string;
}

export interface SheetView extends OwnSheet {
  member_id: Id;
  name: string;
  revision: string;
  punches: Punch[];
  corrections: Correction[];
  questions: Late[];
}

export interface Bulk {
  done: number;
  left: { member_id: Id; name: string; why: string; codes: string[] }[];
}

export interface Choices {
  period: 'monthly' | 'half_monthly' | 'weekly' | 'two_weekly';
  month_day: number;
  week_from: string;
  grace_min: number;
  over_long_min: number;
  unpunched_break: 'recorded' | 'planned';
}

/** A write about one sheet or one period. */
export function draft(method: Draft['method'], path: string, body: unknown): Draft {
  return { method, path, body, subject: path };
}

/** 8시간 30분 */
export const hours = (minutes: number) => duration(minutes * MINUTE_MS);

/** What is odd, in a sentence. */
export function oddWords({ code, minutes }: Pick<Odd, 'code' | 'minutes'>): string {
  const said: { code: string; time: string } = { code, time: hours(minutes ?? 0) };
  return tCode('anomaly', code, 'anomaly.other', said);
}

/** 늦음, 퇴근 없음 */
export const oddNames = (codes: string[]) => codes.map((code) => t('sheet.name', { code })).join(', ');

export interface Day {
  date: string;
  planned: Planned[];
  stretches: Stretch[];
  leave_min: number;
  odd: Odd[];
}

/** The days on which anything was planned, done or missed, in order. */
export function daysOf(sheet: Pick<OwnSheet, 'planned' | 'stretches' | 'absences' | 'exceptions'>): Day[] {
  const found = new Map<string, Day>();
  const of = (date: string) => {
    const day = found.get(date) ?? { date, planned: [], stretches: [], leave_min: 0, odd: [] };
    found.set(date, day);
    return day;
  };
  for (const one of sheet.planned) of(one.day).planned.push(one);
  for (const one of sheet.stretches) of(one.day).stretches.push(one);
  for (const one of sheet.absences) of(one.day).leave_min += one.minutes;
  for (const one of sheet.exceptions) of(one.day).odd.push(one);
  return [...found.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** Minutes from the midnight that begins the day to a moment, by the clocks of the place. */
export function minutesOn(date: string, moment: string, zone: string): number {
  const at = Date.parse(moment);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return Math.round((at - midnight) / MINUTE_MS) + offsetMinutes(at, zone);
}

export interface Window {
  from: number;
  to: number;
}

/** The part of the day that the pictures of all days show, in minutes from midnight: whole hours around everything. */
export function windowOf(days: Day[]): Window {
  const all = days.flatMap((day) =>
    [...day.planned, ...day.stretches].flatMap(({ starts_at, ends_at, zone }) => [
      minutesOn(day.date, starts_at, zone),
      minutesOn(day.date, ends_at, zone),
    ]),
  );
  if (!all.length) return { from: 0, to: 24 * 60 };
  return { from: Math.floor(Math.min(...all) / 60) * 60, to: Math.ceil(Math.max(...all) / 60) * 60 };
}
