/** What is done at a site, each as one item of the outbox. */
import type { Id } from '../api/types';
import { type Item, newId, outbox, serverNow } from '../sync';

const org = (id: Id) => `/api/v1/orgs/${id}`;
/** A check and its photos arrive in their order; a photo that does not get through holds no other task. */
const subject = (shift: Id, task: Id) => `check:${shift}:${task}`;

export function check(org_id: Id, shift_id: Id, task_id: Id): Promise<Item> {
  return outbox.add({
    method: 'PUT',
    path: `${org(org_id)}/shifts/${shift_id}/checks/${task_id}`,
    body: { done_at: new Date(serverNow()).toISOString() },
    subject: subject(shift_id, task_id),
  });
}

export function uncheck(org_id: Id, shift_id: Id, task_id: Id): Promise<Item> {
  return outbox.add({
    method: 'DELETE',
    path: `${org(org_id)}/shifts/${shift_id}/checks/${task_id}`,
    body: null,
    subject: subject(shift_id, task_id),
  });
}

/** The photo's id is also the item's, so that it can be shown from this phone until the server has it. */
export function addPhoto(org_id: Id, shift_id: Id, task_id: Id, file: ArrayBuffer): Promise<Item> {
  const id = newId();
  return outbox.add({
    id,
    method: 'PUT',
    path: `${org(org_id)}/shifts/${shift_id}/checks/${task_id}/photos/${id}`,
    body: null,
    file,
    subject: subject(shift_id, task_id),
  });
}

export async function report(
  org_id: Id,
  site_id: Id,
  body: { kind: 'problem' | 'supplies'; text: string },
  files: ArrayBuffer[],
): Promise<Item> {
  const id = newId();
  const subject = `report:${id}`;
  const item = await outbox.add({
    id,
    method: 'POST',
    path: `${org(org_id)}/sites/${site_id}/reports`,
    body: { id, ...body },
    subject,
  });
  for (const file of files) {
    const photo = newId();
    const path = `${org(org_id)}/reports/${id}/photos/${photo}`;
    await outbox.add({ id: photo, method: 'PUT', path, body: null, file, subject });
  }
  return item;
}
