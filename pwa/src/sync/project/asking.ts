// What a worker asks for and does at a site shows at once, and as kept on this phone.
import type { Availability, LeaveRequest, OpenShift, Visit, VisitTask, Wish } from '../../api/asking';
import type { Id } from '../../api/types';
import type { Item } from '../types';
import { append, momentOf, patch, type Route, type View } from './view';

function open(view: View, [org, id]: string[], item: Item, fields: Partial<OpenShift>): void {
  view.edit(`${org}/open_shifts`, (held) => ({ ...held, items: patch(held.items, id, item, fields) }));
}

function answer(
  view: View,
  [org, id]: string[],
  item: Item,
  fields: { confirmed_at?: string; declined?: true },
) {
  view.edit(`${org}/work`, (work) => ({ ...work, shifts: patch(work.shifts, id, item, fields) }));
}

type Task = Visit['items'][number];

function task(
  view: View,
  [org, shift, id]: string[],
  item: Item,
  change: (task: Task) => Partial<VisitTask>,
) {
  view.edit(`${org}/visits`, (held) => ({
    ...held,
    items: held.items.map((visit) =>
      visit.shift_id === shift
        ? {
            ...visit,
            items: visit.items.map((one) =>
              one.id === id ? { ...one, ...change(one), kept: item.id } : one,
            ),
          }
        : visit,
    ),
  }));
}

function wish(view: View, [org, member, on_day]: string[], fresh: Wish | null): void {
  view.edit(`${org}/time`, (time) => {
    if (view.get(`${org}/work`)?.member_id !== member) return time;
    const others = time.wishes.filter((one) => one.on_day !== on_day);
    return { ...time, wishes: fresh ? [...others, fresh] : others };
  });
}

function ask(view: View, org: Id | undefined, item: Item): void {
  const body = item.body as Partial<LeaveRequest> & Pick<LeaveRequest, 'kind' | 'from_on' | 'until_on'>;
  const blank = { part: 'day' as const, minutes: null, reason: '', answer: '', state: 'asked' as const };
  const request: LeaveRequest = { ...blank, ...body, id: body.id ?? item.id, kept: item.id };
  view.edit(`${org}/time`, (time) => ({
    ...time,
    leave: { ...time.leave, requests: append(time.leave.requests, request) },
  }));
}

export const asking: Route[] = [
  [
    'PUT',
    '/orgs/{org}/consents/{consent}',
    (view, [org], item) => {
      const consent = (item.body as { given: boolean }).given;
      view.edit(`${org}/work`, (work) => ({ ...work, asked: work.asked && { ...work.asked, consent } }));
    },
  ],
  [
    'PUT',
    '/orgs/{org}/punches/{punch}/photo',
    (view, [org, id]) =>
      view.edit(`${org}/work`, (work) => ({
        ...work,
        punches: work.punches.map((one) => (one.id === id ? { ...one, has_photo: true } : one)),
      })),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/claim',
    (view, ids, item) => {
      const shift = view.get(`${ids[0]}/open_shifts`)?.items.find(({ id }) => id === ids[1]);
      open(view, ids, item, { mine: shift?.free ? 'requested' : 'standby' });
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/shifts/{shift}/claim',
    (view, ids, item) => open(view, ids, item, { mine: null, place: null }),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/confirmation',
    (view, ids, item) => answer(view, ids, item, { confirmed_at: momentOf(item) }),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/refusal',
    (view, ids, item) => answer(view, ids, item, { declined: true }),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/checks/{task}',
    (view, ids, item) => {
      const { done_at, note } = item.body as { done_at: string; note?: string };
      task(view, ids, item, (one) => (one.done_at ? {} : { done_at, note: note ?? one.note }));
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/shifts/{shift}/checks/{task}',
    (view, ids, item) => task(view, ids, item, () => ({ done_at: null, done_by: null })),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/checks/{task}/photos/{photo}',
    (view, [org = '', shift = '', id = '', photo = ''], item) =>
      task(view, [org, shift, id], item, ({ photo_ids }) =>
        photo_ids.includes(photo) ? {} : { photo_ids: [...photo_ids, photo] },
      ),
  ],
  [
    'PUT',
    '/orgs/{org}/members/{member}/availability',
    (view, [org, member], item) => {
      const { weekly, days } = item.body as {
        weekly: (Availability & { weekday: number })[];
        days: (Availability & { on_day: string })[];
      };
      view.edit(`${org}/time`, (time) =>
        view.get(`${org}/work`)?.member_id === member
          ? { ...time, availability: { weekly, days, kept: item.id } }
          : time,
      );
    },
  ],
  [
    'PUT',
    '/orgs/{org}/members/{member}/wishes/{day}',
    (view, ids, item) => {
      const body = item.body as Pick<Wish, 'kind'> & Partial<Wish>;
      wish(view, ids, { weight: 1, note: '', ...body, on_day: ids[2] ?? '', kept: item.id });
    },
  ],
  ['DELETE', '/orgs/{org}/members/{member}/wishes/{day}', (view, ids) => wish(view, ids, null)],
  ['POST', '/orgs/{org}/leave-requests', (view, [org], item) => ask(view, org, item)],
  [
    'DELETE',
    '/orgs/{org}/leave-requests/{request}',
    (view, [org, id], item) =>
      view.edit(`${org}/time`, (time) => ({
        ...time,
        leave: {
          ...time.leave,
          requests: patch(time.leave.requests, id, item, { state: 'withdrawn' }),
        },
      })),
  ],
  [
    'DELETE',
    '/orgs/{org}/swaps/{swap}',
    (view, [org, id], item) =>
      view.edit(`${org}/swaps`, (held) => ({
        ...held,
        items: patch(held.items, id, item, { state: 'withdrawn' }),
      })),
  ],
  [
    'PUT',
    '/orgs/{org}/swaps/{swap}/acceptance',
    (view, [org, id], item) =>
      view.edit(`${org}/swaps`, (held) => ({
        ...held,
        items: patch(held.items, id, item, { state: 'accepted' }),
      })),
  ],
];
