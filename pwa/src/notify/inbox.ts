/** The inboxes of all a person's organisations as one list, and what a person does with it. */
import type { Id, InboxItem, Membership } from '../api/types';
import { dateAt } from '../work/zone';

/** A notification, and who sent it. */
export type Told = InboxItem & { org_id: Id; org_name: string };

/** Those of one organisation, with its name. */
export function toldBy(
  org: Pick<Membership, 'org_id' | 'org_name'>,
  items: readonly InboxItem[] = [],
): Told[] {
  return items.map((item) => ({ ...item, org_id: org.org_id, org_name: org.org_name }));
}

/** Newest first; of two copies of one the first given stays. */
export function merged(...lists: readonly Told[][]): Told[] {
  const known = new Map<Id, Told>();
  for (const item of lists.flat()) if (!known.has(item.id)) known.set(item.id, item);
  return [...known.values()].sort((a, b) => b.decided_at.localeCompare(a.decided_at));
}

export interface Day {
  date: string;
  items: Told[];
}

/** In the order given, a group for each day on the clock of the zone. */
export function byDay(items: readonly Told[], zone: string): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const date = dateAt(item.decided_at, zone);
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, items: [item] });
  }
  return days;
}

/** Only screens of ours: what a server or a link names may lead nowhere else. */
export function inside(link: string | null | undefined, otherwise = '/inbox'): string {
  try {
    const url = new URL(link ?? '', location.origin);
    if (!link || url.origin !== location.origin || url.pathname.startsWith('/api/')) return otherwise;
    return url.pathname + url.search;
  } catch {
    return otherwise;
  }
}
