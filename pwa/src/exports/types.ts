// What the server says of exports: periods, layouts, and how a file will look.
import type { Id } from '../api/types';

export type Kind = 'people' | 'lines' | 'days';
export type File = 'xlsx' | 'csv' | 'csvOld' | 'json';

export interface Period {
  id: Id;
  from_on: string;
  until_on: string;
}

export interface Column {
  source: string;
  heading: string;
  value: string;
  required: boolean;
}

export interface Layout {
  kind: Kind;
  columns: Column[];
  language: 'ko' | 'en';
  hours_as: 'clock' | 'decimal';
}

export interface Mapping {
  id: Id;
  name: string;
  layout: Layout;
}

export interface FieldView {
  key: string;
  type: string;
  ko: string;
  en: string;
}

export type Fields = Record<Kind, FieldView[]>;

export interface Missing {
  member_id: Id;
  name: string;
  heading: string;
  source: string;
}

export interface Preview {
  from_on: string;
  until_on: string;
  final: boolean;
  headings: string[];
  types: string[];
  rows: string[][];
  total_rows: number;
  people: number;
  columns: Column[];
  missing: Missing[];
  without_number: Missing[];
}
