// Clients and what was agreed with them.
import type { components } from '../api/schema';

type Views = components['schemas'];
export type Client = Views['ClientView'];
export type Contract = Views['ContractView'];

/** A contract's line is a series: who comes when, to which site. */
export interface Line {
  id: string;
  site_id: string;
  rrule: string;
  words_ko?: string;
  words_en?: string;
  begins: string;
  minutes: number;
  seats: number;
  until_on: string | null;
  ended_at?: string | null;
}
