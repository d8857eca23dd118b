/** What a worker asks for, each as one item of the outbox: it works without a signal and is sent once. */
import type { LeaveRequest, Wish } from '../api/asking';
import type { Id } from '../api/types';
import { type Item, newId, outbox } from '../sync';

const org = (id: Id) => `/api/v1/orgs/${id}`;

export const claimPath = (org_id: Id, shift_id: Id) => `${org(org_id)}/shifts/${shift_id}/claim`;

export function claim(org_id: Id, shift_id: Id): Promise<Item> {
  const path = claimPath(org_id, shift_id);
  return outbox.add({ method: 'PUT', path, body: {}, subject: `claim:${shift_id}` });
}

export function withdrawClaim(org_id: Id, shift_id: Id): Promise<Item> {
  const path = claimPath(org_id, shift_id);
  return outbox.add({ method: 'DELETE', path, body: null, subject: `claim:${shift_id}` });
}

export function confirm(org_id: Id, shift_id: Id): Promise<Item> {
  const path = `${org(org_id)}/shifts/${shift_id}/confirmation`;
  return outbox.add({ method: 'PUT', path, body: {}, subject: `answer:${shift_id}` });
}

export function refuse(org_id: Id, shift_id: Id, reason: string): Promise<Item> {
  const path = `${org(org_id)}/shifts/${shift_id}/refusal`;
  return outbox.add({ method: 'PUT', path, body: { reason }, subject: `answer:${shift_id}` });
}

export function offerSwap(
  org_id: Id,
  body: { shift_id: Id; to_member_id?: Id | null; in_return_shift_id?: Id | null; note: string },
): Promise<Item> {
  const id = newId();
  const path = `${org(org_id)}/swaps`;
  return outbox.add({ id, method: 'POST', path, body: { id, ...body }, subject: `swap:${id}` });
}

export function acceptSwap(org_id: Id, id: Id, in_return_shift_id: Id | null): Promise<Item> {
  const path = `${org(org_id)}/swaps/${id}/acceptance`;
  const body = in_return_shift_id ? { in_return_shift_id } : {};
  return outbox.add({ method: 'PUT', path, body, subject: `swap:${id}` });
}

/** Taken back by who offered it, declined by who was asked. */
export function endSwap(org_id: Id, id: Id): Promise<Item> {
  const path = `${org(org_id)}/swaps/${id}`;
  return outbox.add({ method: 'DELETE', path, body: null, subject: `swap:${id}` });
}

export function sayAvailability(org_id: Id, member_id: Id, body: { weekly: object[]; days: object[] }) {
  const path = `${org(org_id)}/members/${member_id}/availability`;
  return outbox.add({ method: 'PUT', path, body, subject: `time:${member_id}` });
}

export function expressWish(
  org_id: Id,
  member_id: Id,
  { on_day, ...body }: Pick<Wish, 'on_day' | 'kind' | 'weight'>,
): Promise<Item> {
  const path = `${org(org_id)}/members/${member_id}/wishes/${on_day}`;
  return outbox.add({ method: 'PUT', path, body, subject: `time:${member_id}` });
}

export function dropWish(org_id: Id, member_id: Id, on_day: string): Promise<Item> {
  const path = `${org(org_id)}/members/${member_id}/wishes/${on_day}`;
  return outbox.add({ method: 'DELETE', path, body: null, subject: `time:${member_id}` });
}

export type LeaveFields = Pick<LeaveRequest, 'kind' | 'from_on' | 'until_on' | 'part' | 'reason'> & {
  begins?: string;
  ends?: string;
};

export function askLeave(org_id: Id, fields: LeaveFields): Promise<Item> {
  const id = newId();
  const path = `${org(org_id)}/leave-requests`;
  return outbox.add({ id, method: 'POST', path, body: { id, ...fields }, subject: `leave:${id}` });
}

export function withdrawLeave(org_id: Id, id: Id): Promise<Item> {
  const path = `${org(org_id)}/leave-requests/${id}`;
  return outbox.add({ method: 'DELETE', path, body: null, subject: `leave:${id}` });
}
