import { expect, test } from 'vitest';
import type { Crew, Me, Plan, Sites, Work } from '../../api/types';
import type { Documents, Item } from '../types';
import { knows, own, project } from '.';
import { office } from './office';

const all = [...own, ...office];

const MADE = Date.parse('2026-11-24T06:00:00Z');

const work: Work = {
  org: { id: 'o', name: '한빛', timezone: 'Asia/Seoul', language: 'ko' },
  member_id: 'm',
  now_session: null,
  shifts: [
    {
      ...{
        id: 'night',
        starts_at: '2026-11-24T05:00:00Z',
        ends_at: '2026-11-24T09:00:00Z',
        note: '',
        colleagues: [],
      },
      site: {
        id: 's',
        name: '',
        address: '',
        lat: 37,
        lon: 127,
        radius_m: 100,
        timezone: 'Asia/Seoul',
        note: '',
      },
    },
  ],
  punches: [],
};
const shift = {
  site_id: 's',
  starts_at: '2026-11-25T05:00:00Z',
  ends_at: '2026-11-25T09:00:00Z',
  seats: 2,
  note: '',
};
const blank = { position_id: null, break_min: 0, open_by: null, series_id: null, occurrence: null };
const plan: Plan = { shifts: [{ ...shift, ...blank, id: 'd', state: 'draft', assigned: [] }] };
const member = {
  ...{ account_id: 'a', role: 'member' as const, phone: null, number: null, joined_at: '' },
  ...{ ended_at: null, site_ids: null },
};
const crew: Crew = { items: [{ ...member, id: 'm2', name: '이순자' }], invitations: [] };
const sites: Sites = {
  items: [
    {
      id: 's',
      name: '강남',
      address: '',
      lat: 37,
      lon: 127,
      radius_m: 100,
      timezone: 'Asia/Seoul',
      note: '',
      qr_version: 1,
      archived_at: null,
    },
  ],
};
const me = {
  account: { id: 'a', name: '김', phone: '', language: 'ko', text_size: null },
  memberships: [],
} as Me;

const documents: Documents = Object.fromEntries(
  Object.entries({ me, 'o/work': work, 'o/plan': plan, 'o/crew': crew, 'o/sites': sites }).map(
    ([name, data]) => [name, { name, version: '1', data, fetched_at: 0 }],
  ),
);

let made = 0;
function item(method: Item['method'], path: string, body: unknown = null, more: Partial<Item> = {}): Item {
  made += 1;
  return {
    ...{
      id: `item-${made}`,
      method,
      path: `/api/v1${path}`,
      body,
      subject: 'x',
      made_at: MADE,
      clock_offset_ms: 0,
    },
    ...{ account_id: 'a', state: 'waiting', not_before: 0, attempts: 0 },
    ...more,
  };
}

const punch = (id: string, kind: string, more: object = {}, state: Item['state'] = 'waiting') =>
  item(
    'PUT',
    `/orgs/o/punches/${id}`,
    { kind, site_id: 's', device_time: '2026-11-24T09:00:00Z', ...more },
    { state },
  );

const see = (...items: Item[]) => {
  const view = project(documents, items, all);
  return {
    me: view.me as Me,
    work: view['o/work'] as Work,
    plan: view['o/plan'] as Plan,
    crew: view['o/crew'] as Crew,
    sites: view['o/sites'] as Sites,
  };
};

test('a waiting clock-in shows its person on site, at the time that the server will believe', () => {
  const evidence = { last_server_time: '2026-11-24T05:58:00Z', device_age_ms: 60_000, lat: 37, lon: 127 };
  const start = punch('p', 'in', evidence);
  const { now_session, punches } = see(start).work;
  expect(now_session).toEqual({
    ...{ id: 'p', site_id: 's', shift_id: 'night', started_at: '2026-11-24T05:59:00.000Z', on_break: false },
    ...{ on_break_since: null, break_ms: 0 },
    kept: start.id,
  });
  expect(punches).toMatchObject([
    { id: 'p', how: 'gps', server_time: null, shift_id: 'night', kept: start.id },
  ]);
});

test('a whole day kept on the phone: in, break, back, out', () => {
  const later = { last_server_time: '2026-11-24T06:00:00Z', device_age_ms: 600_000 };
  const rest = { ...later, device_age_ms: 0 };
  const day = [
    punch('1', 'in'),
    punch('2', 'break_start', rest),
    punch('3', 'break_end', later),
    punch('4', 'out'),
  ];
  expect(see(...day.slice(0, 2)).work.now_session?.on_break).toBe(true);
  expect(see(...day.slice(0, 3)).work.now_session).toMatchObject({ on_break: false, break_ms: 600_000 });
  expect(see(...day).work.now_session).toBeNull();
  expect(see(...day).work.punches.map(({ id }) => id)).toEqual(['4', '3', '2', '1']);
});

test('a refused clock-in shows nothing, a sent one shows until the documents have it', () => {
  expect(see(punch('p', 'in', {}, 'refused')).work).toEqual(work);
  expect(see(punch('p', 'in', {}, 'sent')).work.now_session?.id).toBe('p');
  const known = { ...work, punches: [{ id: 'p' }] };
  const view = project(
    { 'o/work': { name: 'o/work', version: '2', data: known, fetched_at: 0 } },
    [punch('p', 'in', {}, 'sent')],
    all,
  );
  expect(view['o/work']).toBe(known);
});

test('a punch that a manager records for another is not the manager’s own', () => {
  expect(see(punch('p', 'in', { member_id: 'm2', reason: 'phone at home' })).work).toEqual(work);
});

test('sites are added, changed and archived', () => {
  const add = item('POST', '/orgs/o/sites', { id: 'n', name: '서초', lat: 37, lon: 127, radius_m: 50 });
  expect(see(add).sites.items.at(-1)).toMatchObject({ id: 'n', name: '서초', radius_m: 50, kept: add.id });
  const change = item('PATCH', '/orgs/o/sites/s', { name: '강남역' });
  expect(see(change).sites.items).toMatchObject([{ id: 's', name: '강남역', kept: change.id }]);
  expect(see(add, item('PATCH', '/orgs/o/sites/n', { note: '비번 1234' })).sites.items.at(-1)?.note).toBe(
    '비번 1234',
  );
  expect(see(item('DELETE', '/orgs/o/sites/s')).sites.items[0]?.archived_at).toBe('2026-11-24T06:00:00.000Z');
});

test('people, invitations and the own account', () => {
  expect(see(item('PATCH', '/orgs/o/members/m2', { role: 'manager' })).crew.items[0]?.role).toBe('manager');
  expect(see(item('DELETE', '/orgs/o/members/m2')).crew.items[0]?.ended_at).toBe('2026-11-24T06:00:00.000Z');
  const invite = item('POST', '/orgs/o/invitations', { id: 'inv', role: 'member', phone: '+8210' });
  expect(see(invite).crew.invitations).toMatchObject([{ id: 'inv', phone: '+8210', kept: invite.id }]);
  expect(see(invite, item('DELETE', '/orgs/o/invitations/inv')).crew.invitations).toEqual([]);
  expect(see(item('PATCH', '/me', { language: 'en' })).me.account).toMatchObject({
    name: '김',
    language: 'en',
  });
  expect(see(item('PATCH', '/orgs/o', { name: '한빛청소' })).work.org.name).toBe('한빛청소');
});

test('the week: a new shift, people on it, published, cancelled', () => {
  const add = item('POST', '/orgs/o/shifts', { ...shift, id: 'n' });
  const assign = item('PUT', '/orgs/o/shifts/n/assignments/m2');
  const publish = item('POST', '/orgs/o/publications', {
    from: '2026-11-24T00:00:00Z',
    to: '2026-12-01T00:00:00Z',
  });
  expect(see(add).plan.shifts.at(-1)).toMatchObject({ id: 'n', state: 'draft', seats: 2, kept: add.id });
  const shown = see(add, assign, publish).plan.shifts;
  expect(shown.map(({ state }) => state)).toEqual(['published', 'published']);
  expect(shown.at(-1)?.assigned).toEqual([
    { member_id: 'm2', name: '이순자', fixed: true, confirmed_at: null },
  ]);
  expect(see(add, assign, assign).plan.shifts.at(-1)?.assigned).toHaveLength(1);
  expect(
    see(add, assign, item('DELETE', '/orgs/o/shifts/n/assignments/m2')).plan.shifts.at(-1)?.assigned,
  ).toEqual([]);
  expect(see(item('DELETE', '/orgs/o/shifts/d')).plan.shifts[0]?.state).toBe('cancelled');
});

test('the documents are never touched, and strange items harm nothing', () => {
  const before = structuredClone(documents);
  see(
    punch('p', 'in'),
    item('PATCH', '/orgs/o/sites/s', { name: 'x' }),
    item('PUT', '/orgs/o/punches/q', null),
    item('POST', '/orgs/other/sites', { id: 'z' }),
    item('PUT', '/orgs/o/unheard/of', {}),
    item('POST', 'no path at all', {}),
  );
  expect(documents).toEqual(before);
});

test('a worker’s phone knows the worker’s writes, and asks for the rest when it holds another', () => {
  expect(knows(own, punch('p', 'in'))).toBe(true);
  expect(knows(own, item('PATCH', '/me', {}))).toBe(true);
  expect(knows(own, item('POST', '/orgs/o/shifts', {}))).toBe(false);
  expect(knows(all, item('POST', '/orgs/o/shifts', {}))).toBe(true);
});
