/** A tap on the clock as one item of the outbox: it works without a signal and is sent once. */
import type { Id, PunchBody } from '../api/types';
import { type Item, newId, outbox } from '../sync';

/** As long as an undo is offered, the item stays on the phone. */
const UNDO_MS = 7_000;

export const later = () => ({ not_before: Date.now() + UNDO_MS });

/** Clock in, out, or a break. A clock-out can be taken back for a moment: it is the tap that thumbs make by mistake. */
export function punch(org_id: Id, member_id: Id, body: PunchBody): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'PUT',
    path: `/api/v1/orgs/${org_id}/punches/${id}`,
    body,
    subject: `punches:${member_id}`,
    ...(body.kind === 'out' ? later() : {}),
  });
}
