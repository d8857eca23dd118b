// The positions of a workplace. They change twice a year, so a phone without a signal goes by what it read last.
import { NoAnswer, request } from '../api/client';
import type { Id } from '../api/types';
import type { Position } from './types';

const kept = (org: Id) => `positions:${org}`;
let whose = '';
let list = $state.raw<Position[]>([]);

/** Those in use, by name; of the organisation that `readPositions` was last asked for. */
export const positions = (): Position[] => list;

/** From an effect: what is remembered at once, then what the server says. */
export async function readPositions(org: Id): Promise<void> {
  if (whose !== org) list = remembered(org);
  whose = org;
  try {
    const { status, body } = await request('GET', `/api/v1/orgs/${org}/positions`);
    if (status !== 200 || whose !== org) return;
    const { items } = body as { items: Position[] };
    list = items.filter((each) => !each.archived_at).sort((a, b) => a.name.localeCompare(b.name, 'ko'));
    localStorage.setItem(kept(org), JSON.stringify(list));
  } catch (reason) {
    if (!(reason instanceof NoAnswer)) throw reason;
  }
}

function remembered(org: Id): Position[] {
  try {
    return JSON.parse(localStorage.getItem(kept(org)) ?? '[]');
  } catch {
    return [];
  }
}
