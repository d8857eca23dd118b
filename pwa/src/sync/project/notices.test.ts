import { expect, test } from 'vitest';
import type { Inbox, InboxItem, Preferences } from '../../api/types';
import type { Documents, Item } from '../types';
import { unreadIn } from '../unread';
import { project } from '.';
import { office } from './office';

const one = (id: string, decided_at: string, read_at: string | null = null): InboxItem => ({
  ...{ id, decided_at, read_at, topic: 'week_published', topic_title: '', title: '', body: '' },
  ...{
    link: '/week',
    why: '',
    expires_at: decided_at,
    urgency: 'normal',
    optional: true,
    withdrawn_at: null,
  },
});
const inbox: Inbox = {
  unread: 3,
  items: [
    one('c', '2026-11-24T09:00:00Z'),
    one('b', '2026-11-24T08:00:00Z'),
    one('a', '2026-11-23T08:00:00Z', 'then'),
  ],
  next_cursor: 'older',
};
const preferences: Preferences = {
  topics: [
    {
      ...{ name: 'week_published', title: '', text: '', optional: true },
      channels: [
        { channel: 'push', wanted: true },
        { channel: 'sms', wanted: true },
      ],
    },
  ],
  quiet: { enabled: true, begins: '21:00', ends: '08:00', timezone: null, digest_at: '18:00' },
  email: { address: null, verified: false, stopped: false },
};
const documents: Documents = Object.fromEntries(
  Object.entries({ 'o/inbox': inbox, 'p/inbox': { ...inbox, unread: 2 }, preferences }).map(
    ([name, data]) => [name, { name, version: '1', data, fetched_at: 0 }],
  ),
);

function view(path: string, body: unknown, state: Item['state'] = 'waiting') {
  const item = {
    ...{ id: 'i', method: 'PUT', path: `/api/v1${path}`, body, subject: 's', state, made_at: 0 },
    ...{ clock_offset_ms: 0, account_id: 'a', not_before: 0, attempts: 0 },
  } as Item;
  return project(documents, [item], office) as unknown as {
    'o/inbox': Inbox;
    preferences: Preferences;
  };
}

test('a reading that waits drops the count at once; reading again, or what was read, changes nothing', () => {
  const read = view('/orgs/o/inbox/b/reading', { read_at: 'now' });
  expect(read['o/inbox'].unread).toBe(2);
  expect(read['o/inbox'].items[1]).toMatchObject({ read_at: 'now', kept: 'i' });
  expect(unreadIn(read)).toBe(4);
  expect(view('/orgs/o/inbox/a/reading', {})['o/inbox']).toMatchObject({ unread: 3, next_cursor: 'older' });
  expect(view('/orgs/o/inbox/b/reading', {}, 'refused')['o/inbox']).toEqual(inbox);
});

test('all read up to a moment leaves what came after it', () => {
  const { unread, items } = view('/orgs/o/inbox/reading', { until: '2026-11-24T08:00:00.000Z' })['o/inbox'];
  expect(unread).toBe(2);
  expect(items.map(({ read_at }) => read_at !== null)).toEqual([false, true, true]);
});

test('a topic turned off and other quiet hours show before they are sent', () => {
  const [topic] = view('/me/topics/week_published/channels/sms', { wanted: false }).preferences.topics;
  expect(topic?.channels.map(({ wanted }) => wanted)).toEqual([true, false]);
  expect(view('/me/quiet-hours', { begins: '22:30' }).preferences.quiet).toMatchObject({
    ...{ begins: '22:30', ends: '08:00' },
  });
});
