import type { Invitation, Member, Org } from '../../api/types';
import { append, momentOf, patch, type Route } from './view';

export const people: Route[] = [
  [
    'PATCH',
    '/orgs/{org}',
    (view, [org], item) => {
      const fields = item.body as Partial<Org>;
      view.edit(`${org}/work`, (work) => ({ ...work, org: { ...work.org, ...fields } }));
      const named = {
        ...(fields.name && { org_name: fields.name }),
        ...(fields.timezone && { timezone: fields.timezone }),
      };
      view.edit('me', (me) => ({
        ...me,
        memberships: me.memberships.map((one) => (one.org_id === org ? { ...one, ...named } : one)),
      }));
    },
  ],
  [
    'PATCH',
    '/orgs/{org}/members/{member}',
    (view, [org, id], item) => {
      const fields = item.body as Partial<Member>;
      view.edit(`${org}/crew`, (crew) => ({ ...crew, items: patch(crew.items, id, item, fields) }));
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/members/{member}',
    (view, [org, id], item) => {
      const fields = { ended_at: momentOf(item) };
      view.edit(`${org}/crew`, (crew) => ({ ...crew, items: patch(crew.items, id, item, fields) }));
    },
  ],
  [
    'POST',
    '/orgs/{org}/invitations',
    (view, [org], item) => {
      const body = item.body as Partial<Invitation>;
      const blank = {
        token: null,
        link: null,
        created_at: momentOf(item),
        role: 'member' as const,
        phone: null,
        expires_at: '',
        max_uses: 1,
        uses: 0,
      };
      const invitation: Invitation = { ...blank, ...body, id: body.id ?? item.id, kept: item.id };
      view.edit(`${org}/crew`, (crew) => ({ ...crew, invitations: append(crew.invitations, invitation) }));
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/invitations/{invitation}',
    (view, [org, id]) => {
      view.edit(`${org}/crew`, (crew) => ({
        ...crew,
        invitations: crew.invitations.filter((invitation) => invitation.id !== id),
      }));
    },
  ],
];
