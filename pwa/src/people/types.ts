// What the plan must know of people.
import type { Id } from '../api/types';

export interface Certificate {
  id: Id;
  kind_id: Id;
  kind_name?: string;
  name?: string;
  number: string;
  issued_on: string | null;
  expires_on: string | null;
}

export interface Skills {
  positions: (Id | { id: Id })[];
  certificates: Certificate[];
  sites: { site_id: Id; site_name: string; rule: 'approved' | 'excluded'; reason: string }[];
}

export interface TermsFields {
  weekly_min: number;
  days_per_week: number;
  wage_kind: 'hourly' | 'daily' | 'monthly';
  wage_won: number;
  extra_hours_agreed: boolean;
  until_on: string | null;
  /** Weekdays, 0 is Monday; empty where the plan says them. */
  workdays: number[];
  rest_weekday: number | null;
  probation_until: string | null;
  probation_percent: number;
  simple_labour: boolean;
}

export interface TermsRow extends TermsFields {
  from_on: string;
  /** The first day on which the law's minimum is above this wage. */
  below_minimum_on: string | null;
}

export interface TermsGap {
  from_on: string;
  until_on: string;
}

export interface ProtectionFields {
  born_on: string | null;
  pregnant_from: string | null;
  pregnant_until: string | null;
  gave_birth_on: string | null;
  night_permit: boolean;
}
