import type { Id, Shift } from '../../api/types';
import type { Item } from '../types';
import { append, patch, type Route, type View } from './view';

/** A shift as the server makes it when nothing more is said. */
const BLANK = {
  ...{ seats: 1, note: '', state: 'draft' as const, assigned: [], position_id: null, break_min: 0 },
  ...{ open_by: null, series_id: null, occurrence: null },
};

function change(
  view: View,
  org: Id | undefined,
  id: Id | undefined,
  item: Item,
  fields: (shift: Shift) => object,
) {
  view.edit(`${org}/plan`, (plan) => {
    const shift = plan.shifts.find((one) => one.id === id);
    return shift ? { ...plan, shifts: patch(plan.shifts, id, item, fields(shift)) } : plan;
  });
}

function nameOf(view: View, org: Id | undefined, member: Id): string {
  return view.get(`${org}/crew`)?.items.find(({ id }) => id === member)?.name ?? '';
}

export const shifts: Route[] = [
  [
    'POST',
    '/orgs/{org}/shifts',
    (view, [org], item) => {
      const body = item.body as Pick<Shift, 'site_id' | 'starts_at' | 'ends_at'> & Partial<Shift>;
      const shift: Shift = { ...BLANK, ...body, id: body.id ?? item.id, kept: item.id };
      view.edit(`${org}/plan`, (plan) => ({ ...plan, shifts: append(plan.shifts, shift) }));
    },
  ],
  [
    'PATCH',
    '/orgs/{org}/shifts/{shift}',
    (view, [org, id], item) => change(view, org, id, item, () => item.body as Partial<Shift>),
  ],
  [
    'DELETE',
    '/orgs/{org}/shifts/{shift}',
    (view, [org, id], item) => change(view, org, id, item, () => ({ state: 'cancelled' })),
  ],
  [
    'PUT',
    '/orgs/{org}/shifts/{shift}/assignments/{member}',
    (view, [org, id, member = ''], item) => {
      const name = nameOf(view, org, member);
      change(view, org, id, item, ({ assigned }) => ({
        assigned: [
          ...assigned.filter((one) => one.member_id !== member),
          { member_id: member, name, fixed: true, confirmed_at: null },
        ],
      }));
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/shifts/{shift}/assignments/{member}',
    (view, [org, id, member], item) => {
      change(view, org, id, item, ({ assigned }) => ({
        assigned: assigned.filter((one) => one.member_id !== member),
      }));
    },
  ],
  [
    'POST',
    '/orgs/{org}/publications',
    (view, [org], item) => {
      const { from, to } = item.body as { from: string; to: string };
      const inside = ({ starts_at }: Shift) =>
        Date.parse(starts_at) >= Date.parse(from) && Date.parse(starts_at) < Date.parse(to);
      view.edit(`${org}/plan`, (plan) => ({
        ...plan,
        shifts: plan.shifts.map(
          (shift): Shift =>
            shift.state === 'draft' && inside(shift)
              ? { ...shift, state: 'published', kept: item.id }
              : shift,
        ),
      }));
    },
  ],
];
