/** What people do about notifications, each as one item of the outbox. */
import type { Channel } from '../api/notices';
import type { Id, Moment, Preferences } from '../api/types';
import { type Item, outbox, serverNow } from '../sync';
import { later } from '../work/punching';

/** The person has opened it. Its note on the lock screen goes too. */
export async function markRead(org_id: Id, id: Id): Promise<void> {
  void clearNote(id);
  await outbox.add({
    method: 'PUT',
    path: `/api/v1/orgs/${org_id}/inbox/${id}/reading`,
    body: { read_at: new Date(serverNow()).toISOString() },
    subject: `inbox:${org_id}`,
  });
}

/** Everything up to that moment; can be taken back for a while. */
export function markAllRead(org_id: Id, until: Moment): Promise<Item> {
  const path = `/api/v1/orgs/${org_id}/inbox/reading`;
  return outbox.add({ method: 'PUT', path, body: { until }, subject: `inbox:${org_id}`, ...later() });
}

export function wantTopic(topic: string, channel: Channel, wanted: boolean, held = false): Promise<Item> {
  return outbox.add({
    method: 'PUT',
    path: `/api/v1/me/topics/${encodeURIComponent(topic)}/channels/${channel}`,
    body: { wanted },
    subject: `topic:${topic}`,
    ...(held ? later() : {}),
  });
}

export function changeQuiet(body: Preferences['quiet']): Promise<Item> {
  return outbox.add({ method: 'PUT', path: '/api/v1/me/quiet-hours', body, subject: 'quiet-hours' });
}

async function clearNote(id: Id): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const notes = (await registration?.getNotifications?.()) ?? [];
  for (const note of notes) if ((note.data as { id?: Id } | null)?.id === id) note.close();
}
