// The crew of a shift as its leader sees it: who is expected, here, or gone, by the board that the phone keeps.
import type { Board, Id } from '../api/types';
import { newId, outbox, punchEvidence } from '../sync';
import type { TapKind } from './types';

const EARLIEST_MS = 2 * 3_600_000;
const LATEST_MS = 4 * 3_600_000;

export type Stand = 'notIn' | 'in' | 'break' | 'out';

export interface Mate {
  member_id: Id;
  name: string;
  stand: Stand;
  at: string | null;
}

export interface Crew {
  shift_id: Id;
  site_id: Id;
  site_name: string;
  timezone: string;
  starts_at: string;
  ends_at: string;
  mates: Mate[];
}

/** The shifts whose crew may be clocked in or out now, each with everybody on it but oneself; those over come last. */
export function crewsOf(board: Board | undefined, now: number, myself: Id | undefined): Crew[] {
  const crews = new Map<Id, Crew>();
  for (const site of board?.sites ?? []) {
    for (const list of ['expected', 'late', 'on_site', 'left'] as const) {
      for (const person of site[list]) {
        const { shift_id, starts_at, ends_at } = person;
        if (!shift_id || !starts_at || !ends_at || !site.site_id || person.member_id === myself) continue;
        const open = Date.parse(starts_at) - EARLIEST_MS <= now && now <= Date.parse(ends_at) + LATEST_MS;
        if (!open) continue;
        const crew = crews.get(shift_id) ?? {
          ...{ shift_id, site_id: site.site_id, site_name: site.name, timezone: site.timezone },
          ...{ starts_at, ends_at, mates: [] },
        };
        crews.set(shift_id, crew);
        const stand =
          list === 'on_site' ? (person.on_break ? 'break' : 'in') : list === 'left' ? 'out' : 'notIn';
        const at = stand === 'out' ? person.out_at : person.in_at;
        crew.mates.push({ member_id: person.member_id, name: person.name, stand, at });
      }
    }
  }
  for (const crew of crews.values()) crew.mates.sort((a, b) => a.name.localeCompare(b.name, 'ko'));
  const over = ({ ends_at }: Crew) => Number(Date.parse(ends_at) < now);
  return [...crews.values()].sort((a, b) => over(a) - over(b) || a.starts_at.localeCompare(b.starts_at));
}

/** One tap for each of them, all at the same moment. */
export async function tapForCrew(org: Id, shift_id: Id, members: Id[], kind: TapKind): Promise<Id[]> {
  const evidence = punchEvidence();
  const made = members.map((member_id) => {
    const id = newId();
    const path = `/api/v1/orgs/${org}/crew-punches/${id}`;
    const body = { member_id, shift_id, kind, ...evidence };
    return outbox.add({ id, method: 'PUT', path, body, subject: `punches:${member_id}` });
  });
  return (await Promise.all(made)).map(({ id }) => id);
}
