/** Reading a week's plan: who is where, what overlaps, who would hear of it. */
import type { Id, Member, Shift, Site } from '../api/types';

import type { Planned } from './day';
import { dateAt } from './zone';

/** Two plans that ask one person to be in two places. Touching ends are fine. */
export function overlap(a: Planned, b: Planned): boolean {
  return Date.parse(a.starts_at) < Date.parse(b.ends_at) && Date.parse(b.starts_at) < Date.parse(a.ends_at);
}

/** Dates are the site's own: a shift at 23:00 in Seoul is on that day whatever the reader's zone. */
export function dayOf(shift: Shift, sites: ReadonlyMap<Id, Site>, home: string): string {
  return dateAt(shift.starts_at, sites.get(shift.site_id)?.timezone ?? home);
}

/** The shifts of these dates that are not cancelled, earliest first. */
export function shiftsOn(
  dates: readonly string[],
  shifts: readonly Shift[],
  sites: ReadonlyMap<Id, Site>,
  home: string,
): Shift[] {
  return shifts
    .filter((shift) => shift.state !== 'cancelled' && dates.includes(dayOf(shift, sites, home)))
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at) || a.site_id.localeCompare(b.site_id));
}

export function seatsLeft(shift: Shift): number {
  return Math.max(0, shift.seats - shift.assigned.length);
}

/** The shift that keeps somebody from taking this one, if any. */
export function clashOf(member: Id, shift: Shift, shifts: readonly Shift[]): Shift | null {
  const others = shifts.filter(
    (other) =>
      other.id !== shift.id &&
      other.state !== 'cancelled' &&
      other.assigned.some(({ member_id }) => member_id === member) &&
      overlap(other, shift),
  );
  return others[0] ?? null;
}

/** What publishing these shifts would do. */
export function draftsIn(shifts: readonly Shift[]): { drafts: number; people: number } {
  const drafts = shifts.filter(({ state }) => state === 'draft');
  const people = new Set(drafts.flatMap(({ assigned }) => assigned.map(({ member_id }) => member_id)));
  return { drafts: drafts.length, people: people.size };
}

/** Planned hours of one person, in milliseconds. */
export function plannedMs(member: Id, shifts: readonly Shift[]): number {
  return shifts
    .filter(({ assigned }) => assigned.some(({ member_id }) => member_id === member))
    .reduce((sum, shift) => sum + Date.parse(shift.ends_at) - Date.parse(shift.starts_at), 0);
}

export interface GridRow {
  id: Id;
  name: string;
  /** One list a day. */
  days: Shift[][];
}

/** A row for everybody, those who work this week first; and before them one for seats that nobody has. */
export function rowsByPerson(crew: readonly Member[], days: readonly Shift[][]): GridRow[] {
  const rows = crew
    .filter((member) => !member.ended_at)
    .map((member) => ({
      id: member.id,
      name: member.name,
      days: days.map((shifts) =>
        shifts.filter((s) => s.assigned.some(({ member_id }) => member_id === member.id)),
      ),
    }));
  const busy = (row: GridRow) => row.days.some((shifts) => shifts.length);
  return rows.sort((a, b) => Number(busy(b)) - Number(busy(a)) || a.name.localeCompare(b.name, 'ko'));
}

/** Shifts with seats left, day by day. */
export function openSeats(days: readonly Shift[][]): Shift[][] {
  return days.map((shifts) => shifts.filter((shift) => seatsLeft(shift) > 0));
}

/** A row for every site. */
export function rowsBySite(sites: readonly Site[], days: readonly Shift[][]): GridRow[] {
  return sites
    .filter((site) => !site.archived_at || days.some((shifts) => shifts.some((s) => s.site_id === site.id)))
    .map(({ id, name }) => ({ id, name, days: days.map((shifts) => shifts.filter((s) => s.site_id === id)) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ko'));
}
