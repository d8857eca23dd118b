// What the server says of pay: periods, statements with their working, slips, and the rules that were decided.
import type { Id } from '../api/types';

export interface Period {
  id: Id;
  from_on: string;
  until_on: string;
}

export interface Line {
  code: string;
  rule: string;
  article: string;
  /** Exact: a whole number, or a fraction as "25/3". */
  minutes: string;
  won: number;
  rate_won?: string;
  percent?: number;
  days?: string[];
}

export interface Remark {
  code: string;
  level: 'error' | 'warning' | 'note';
  rule: string;
  article: string;
  on?: string | null;
  values?: Record<string, string | number | boolean>;
}

export interface Hours {
  worked: number;
  overtime: number;
  night: number;
  holiday: number;
  part_time_extra: number;
}

export interface Statement {
  pack: string;
  pack_version: string;
  hours: Hours;
  lines: Line[];
  total_won: number;
  remarks?: Remark[];
}

export interface Deduction {
  name: string;
  won: number;
}

export interface SlipBrief {
  id: Id;
  version: number;
  payday: string;
  total_won: number;
  released_at: string;
  given_at: string;
  seen_at: string | null;
  reason: string;
}

export type SheetState = 'open' | 'approved' | 'locked';

export interface PersonPay {
  member_id: Id;
  name: string;
  number: string | null;
  state: SheetState;
  final: boolean;
  total_won: number;
  deducted_won: number;
  hours: Hours;
  errors: number;
  warnings: number;
  worst: Remark | null;
  slip: SlipBrief | null;
  slip_differs: boolean;
}

export interface MonthSize {
  month_on: string;
  five_or_more: boolean;
  by_month: string | null;
  person_days: number;
  operating_days: number;
  days_below: number;
}

export interface PayView {
  period: Period;
  earlier: Period | null;
  later: Period | null;
  payday: string | null;
  pack: string;
  months: MonthSize[];
  total_won: number;
  deducted_won: number;
  people: PersonPay[];
}

export interface StatementView {
  period: Period;
  member_id: Id;
  name: string;
  number: string | null;
  state: SheetState;
  final: boolean;
  payday: string | null;
  worked_days: number;
  statement: Statement;
  deductions: Deduction[];
  deducted_won: number;
  net_won: number;
  slips: SlipBrief[];
}

export interface SlipView {
  id: Id;
  version: number;
  given_at: string;
  seen_at: string | null;
  reason: string;
  newest: boolean;
  content: {
    organisation: string;
    name: string;
    number: string | null;
    born_on: string | null;
    from_on: string;
    until_on: string;
    payday: string;
    worked_days: number;
    statement: Statement;
    deductions: Deduction[];
    deducted_won: number;
    net_won: number;
  };
}

export interface MyPay {
  estimates: {
    period: Period;
    payday: string | null;
    final: boolean;
    worked_days: number;
    statement: Statement | null;
    missing: string[];
  }[];
  slips: {
    id: Id;
    from_on: string;
    until_on: string;
    payday: string;
    total_won: number;
    net_won: number;
    version: number;
    given_at: string;
    seen_at: string | null;
  }[];
}

export interface Payday {
  day: number;
  months_after: number;
  on_day_off: 'before' | 'after' | 'same';
}

export interface PaySettings {
  pack: 'kr' | 'neutral' | null;
  weekly_excess: 'last_days' | 'proportional' | null;
  holiday_hours_in_week: boolean | null;
  holiday_from_midnight: 'start_day' | 'split' | null;
  minutes: string | null;
  won: 'nearest' | 'up' | 'down' | null;
  payday: Payday | null;
  full_timer_days: number;
}

export interface SettingsView {
  settings: PaySettings;
  version: number;
  missing: string[];
  history: {
    version: number;
    name: string;
    changed_at: string;
    fields: string[];
  }[];
  examples: { choice: string; options: { value: string; total_won: number }[] }[];
}
