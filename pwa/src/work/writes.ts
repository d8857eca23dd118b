/** What the office does, each as one item of the outbox: it works without a signal and is sent once. */
import type { Id, Invitation, Org, PunchKind, Role, Shift, Site } from '../api/types';
import { type Item, newId, outbox } from '../sync';
import { later } from './punching';

const org = (id: Id) => `/api/v1/orgs/${id}`;
/** Sites, shifts and publications name each other, so they arrive in the order they were made. */
const office = (id: Id) => `office:${id}`;

/** A manager writes down what somebody could not tap. */
export function punchFor(
  org_id: Id,
  member_id: Id,
  body: { kind: PunchKind; site_id: Id | null; device_time: string; reason: string },
): Promise<Item> {
  const id = newId();
  const subject = `punches:${member_id}`;
  return outbox.add({
    id,
    method: 'PUT',
    path: `${org(org_id)}/punches/${id}`,
    body: { ...body, member_id },
    subject,
  });
}

export type SiteFields = Pick<Site, 'name' | 'address' | 'lat' | 'lon' | 'radius_m' | 'timezone' | 'note'>;

export function addSite(org_id: Id, fields: SiteFields): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'POST',
    path: `${org(org_id)}/sites`,
    body: { id, ...fields },
    subject: office(org_id),
  });
}

export function changeSite(org_id: Id, id: Id, fields: Partial<SiteFields>): Promise<Item> {
  return outbox.add({
    method: 'PATCH',
    path: `${org(org_id)}/sites/${id}`,
    body: fields,
    subject: office(org_id),
  });
}

export function archiveSite(org_id: Id, id: Id): Promise<Item> {
  return outbox.add({
    method: 'DELETE',
    path: `${org(org_id)}/sites/${id}`,
    body: null,
    subject: office(org_id),
    ...later(),
  });
}

export function renewPoster(org_id: Id, id: Id): Promise<Item> {
  return outbox.add({
    method: 'POST',
    path: `${org(org_id)}/sites/${id}/poster-versions`,
    body: {},
    subject: office(org_id),
  });
}

export function changeMember(
  org_id: Id,
  id: Id,
  body: { name?: string; role?: Role; site_ids?: Id[] | null },
): Promise<Item> {
  return outbox.add({ method: 'PATCH', path: `${org(org_id)}/members/${id}`, body, subject: `member:${id}` });
}

export function removeMember(org_id: Id, id: Id): Promise<Item> {
  return outbox.add({
    method: 'DELETE',
    path: `${org(org_id)}/members/${id}`,
    body: null,
    subject: `member:${id}`,
    ...later(),
  });
}

export function invite(org_id: Id, fields: { role: Role; phone?: string; max_uses?: number }): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'POST',
    path: `${org(org_id)}/invitations`,
    body: { id, ...fields },
    subject: `invitation:${id}`,
  });
}

export function revokeInvitation(org_id: Id, id: Invitation['id']): Promise<Item> {
  const path = `${org(org_id)}/invitations/${id}`;
  return outbox.add({ method: 'DELETE', path, body: null, subject: `invitation:${id}`, ...later() });
}

export type ShiftFields = Pick<
  Shift,
  'site_id' | 'starts_at' | 'ends_at' | 'seats' | 'note' | 'position_id' | 'break_min' | 'open_by'
>;

export function addShift(org_id: Id, fields: ShiftFields): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'POST',
    path: `${org(org_id)}/shifts`,
    body: { id, ...fields },
    subject: office(org_id),
  });
}

export function changeShift(org_id: Id, id: Id, fields: Partial<ShiftFields>): Promise<Item> {
  return outbox.add({
    method: 'PATCH',
    path: `${org(org_id)}/shifts/${id}`,
    body: fields,
    subject: office(org_id),
  });
}

export function cancelShift(org_id: Id, id: Id): Promise<Item> {
  return outbox.add({
    method: 'DELETE',
    path: `${org(org_id)}/shifts/${id}`,
    body: null,
    subject: office(org_id),
    ...later(),
  });
}

export function assign(org_id: Id, shift_id: Id, member_id: Id): Promise<Item> {
  const path = `${org(org_id)}/shifts/${shift_id}/assignments/${member_id}`;
  return outbox.add({ method: 'PUT', path, body: null, subject: office(org_id) });
}

export function unassign(org_id: Id, shift_id: Id, member_id: Id): Promise<Item> {
  const path = `${org(org_id)}/shifts/${shift_id}/assignments/${member_id}`;
  return outbox.add({ method: 'DELETE', path, body: null, subject: office(org_id) });
}

/** Tells everybody about the drafts that begin in this span. */
export function publish(org_id: Id, from: string, to: string): Promise<Item> {
  return outbox.add({
    method: 'POST',
    path: `${org(org_id)}/publications`,
    body: { from, to },
    subject: office(org_id),
  });
}

export function copyWeek(org_id: Id, from_week: string, to_week: string): Promise<Item> {
  return outbox.add({
    method: 'POST',
    path: `${org(org_id)}/week-copies`,
    body: { from_week, to_week },
    subject: office(org_id),
  });
}

export type OrgFields = Partial<Pick<Org, 'name' | 'timezone'>> & { settings?: Partial<Org['settings']> };

export function changeOrg(id: Id, fields: OrgFields): Promise<Item> {
  return outbox.add({ method: 'PATCH', path: org(id), body: fields, subject: office(id) });
}
