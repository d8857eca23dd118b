import type { Id, InboxItem, Preferences } from '../../api/types';
import type { Item } from '../types';
import { momentOf, type Route, type View } from './view';

/** Mark what `fits` as read; what was read before keeps its moment. */
function read(
  view: View,
  org: Id | undefined,
  item: Item,
  at: string,
  fits: (one: InboxItem) => boolean,
): void {
  view.edit(`${org}/inbox`, (inbox) => {
    let fewer = 0;
    const items = inbox.items.map((one) => {
      if (one.read_at || !fits(one)) return one;
      fewer += 1;
      return { ...one, read_at: at, kept: item.id };
    });
    return { ...inbox, unread: Math.max(0, inbox.unread - fewer), items };
  });
}

function prefer(view: View, item: Item, change: (held: Preferences) => Preferences): void {
  view.edit('preferences', (held) => ({ ...change(held), kept: item.id }));
}

export const notices: Route[] = [
  [
    'PUT',
    '/orgs/{org}/inbox/{notification}/reading',
    (view, [org, id], item) => {
      const { read_at } = (item.body ?? {}) as { read_at?: string };
      read(view, org, item, read_at ?? momentOf(item), (one) => one.id === id);
    },
  ],
  [
    'PUT',
    '/orgs/{org}/inbox/reading',
    (view, [org], item) => {
      const { until } = item.body as { until: string };
      const end = Date.parse(until);
      read(view, org, item, until, (one) => Date.parse(one.decided_at) <= end);
    },
  ],
  [
    'PUT',
    '/me/topics/{topic}/channels/{channel}',
    (view, [topic, channel], item) => {
      const { wanted } = item.body as { wanted: boolean };
      prefer(view, item, (held) => ({
        ...held,
        topics: held.topics.map((one) =>
          one.name === topic
            ? {
                ...one,
                channels: one.channels.map((way) => (way.channel === channel ? { ...way, wanted } : way)),
              }
            : one,
        ),
      }));
    },
  ],
  [
    'PUT',
    '/me/quiet-hours',
    (view, _ids, item) => {
      const fields = item.body as Partial<Preferences['quiet']>;
      prefer(view, item, (held) => ({ ...held, quiet: { ...held.quiet, ...fields } }));
    },
  ],
];
