// What the server says of hours, lateness and the weeks ahead. Rows of numbers stand in the order of `buckets`.
import type { Id } from '../api/types';

export type By = 'week' | 'month';

export interface Money {
  planned: number[];
  worked: number[];
  paid: number[];
  budget: number[] | null;
}

export interface Figures {
  planned_min: number[];
  worked_min: number[];
  paid_min: number[];
  breaks_owed: number[];
  money: Money | null;
}

export interface Place {
  id: Id | null;
  name: string;
  figures: Figures;
}

export interface HoursView {
  by: By;
  from_on: string;
  until_on: string;
  buckets: string[];
  total: Figures;
  sites: { site_id: Id | null; name: string; client_id: Id | null; figures: Figures }[];
  clients: { client_id: Id; name: string; figures: Figures }[];
}

export interface Late {
  seats: number;
  late: number;
  late_min: number;
  absent: number;
  after_other: number;
}

export interface LatenessView {
  by: By;
  from_on: string;
  until_on: string;
  grace_min: number;
  total: Late;
  people: { member_id: Id; name: string; late: Late }[];
  sites: { site_id: Id; name: string; late: Late }[];
  trend: { bucket: string; late: Late }[];
  hours: { weekday: number; hour: number; late: Late }[];
}

export interface Week {
  monday: string;
  minutes: number;
  done_min: number;
  overtime_min: number;
  limit: '' | 'near' | 'over';
}

export type Crossing = 'rises' | 'falls' | 'near' | 'above_contract';

export interface PersonAhead {
  member_id: Id;
  name: string;
  weeks: Week[];
  fifteen: { crossing: Crossing; contract_min: number; before_min: number; ahead_min: number } | null;
}

export interface AheadView {
  mondays: string[];
  five_or_more: boolean;
  overtime_min: number[];
  over_52: number[];
  people: PersonAhead[];
  working: number;
}
