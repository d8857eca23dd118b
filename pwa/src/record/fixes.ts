/** Writes about somebody's record, each as one item of the outbox: it works without a signal and is sent once. */
import type { Fix, FixBody } from '../api/fixes';
import type { Id } from '../api/types';
import { type Draft, type Item, newId, outbox } from '../sync';

const org = (id: Id) => `/api/v1/orgs/${id}`;
/** After the punches that they speak of, which may still wait on this phone. */
const after = (member_id: Id) => `punches:${member_id}`;

/** Ask for one's own record to be mended; from the office, `member_id` in the body mends somebody's at once. */
export function fixDraft(org_id: Id, member_id: Id, body: FixBody): Draft {
  const id = newId();
  return {
    id,
    method: 'PUT',
    path: `${org(org_id)}/corrections/${id}`,
    body,
    subject: after(member_id),
  };
}

export function askFix(org_id: Id, member_id: Id, body: FixBody): Promise<Item> {
  return outbox.add(fixDraft(org_id, member_id, body));
}

export function withdrawFix(org_id: Id, member_id: Id, id: Id): Promise<Item> {
  const path = `${org(org_id)}/corrections/${id}/withdrawal`;
  return outbox.add({ method: 'PUT', path, body: {}, subject: after(member_id) });
}

export function answerFix(
  org_id: Id,
  member_id: Id,
  id: Id,
  body: { answer: 'agreed' | 'objected'; reason?: string },
): Promise<Item> {
  const path = `${org(org_id)}/corrections/${id}/answer`;
  return outbox.add({ method: 'PUT', path, body, subject: after(member_id) });
}

export function answerProposal(
  org_id: Id,
  member_id: Id,
  id: Id,
  body: { accept: boolean; reason?: string; in_at?: string; out_at?: string },
): Promise<Item> {
  const path = `${org(org_id)}/punch-proposals/${id}/answer`;
  return outbox.add({ method: 'PUT', path, body, subject: after(member_id) });
}

/** What would bring the record back to where it was before: nothing is undone, it is corrected once more. */
export function inverse(fix: Fix): FixBody['changes'] {
  return fix.changes
    .filter(({ undone, punch_id, before }) => !undone && (punch_id || before))
    .map(({ punch_id, before }) => ({
      ...(punch_id ? { replaces: punch_id } : {}),
      ...(before ? { kind: before.kind, at: before.at, site_id: before.site_id } : {}),
    }));
}
