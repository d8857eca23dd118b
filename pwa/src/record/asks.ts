import type { Fix, Fixes } from '../api/fixes';

/** What the office changed, while its person may still say something to it. */
export function waitsForMe({ state, answer, answer_by }: Fix, now: number): boolean {
  return state === 'standing' && !answer && answer_by !== null && Date.parse(answer_by) > now;
}

/** How many things a record asks its person: what seems to be missing, and what the office changed. */
export function asksOf(fixes: Fixes | undefined, now: number): number {
  if (!fixes) return 0;
  const open = fixes.proposals.filter(({ state }) => state === 'open').length;
  return open + fixes.corrections.filter((fix) => waitsForMe(fix, now)).length;
}
