/** Series and the shifts they make, as items of the outbox. */
import type { Id } from '../api/types';
import { type Draft, newId } from '../sync';

/** "one": that day only; "following": from that day on; "all": the whole series, but what is past. */
export type Scope = 'one' | 'following' | 'all';

export interface SeriesFields {
  site_id: Id;
  position_id: Id | null;
  rrule: string;
  from_on: string;
  until_on: string | null;
  begins: string;
  minutes: number;
  seats: number;
  break_min: number;
  note: string;
  open_by: 'claim' | 'request' | null;
  on_holiday: 'skip' | 'keep';
}

const path = (org: Id) => `/api/v1/orgs/${org}/series`;
const subject = (org: Id) => `office:${org}`;

export function newSeries(org: Id, fields: SeriesFields): Draft {
  const id = newId();
  return { id, method: 'POST', path: path(org), body: { id, ...fields }, subject: subject(org) };
}

export function changeSeries(
  org: Id,
  id: Id,
  scope: Scope,
  on: string,
  fields: Partial<SeriesFields>,
): Draft {
  const body = { scope, ...(scope === 'all' ? {} : { on }), ...fields };
  return { method: 'PATCH', path: `${path(org)}/${id}`, body, subject: subject(org) };
}

export function endSeries(org: Id, id: Id, scope: Scope, on: string): Draft {
  const query = scope === 'all' ? 'scope=all' : `scope=${scope}&on=${on}`;
  return { method: 'DELETE', path: `${path(org)}/${id}?${query}`, body: null, subject: subject(org) };
}
