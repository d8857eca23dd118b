// What a person says about their own record shows at once, and as kept on this phone.
import type { Fix, FixBody } from '../../api/fixes';
import type { Id } from '../../api/types';
import type { Item } from '../types';
import { append, type Effect, momentOf, patch, type Route, type View } from './view';

const ask: Effect = (view, [org, id], item) => {
  const body = item.body as FixBody;
  const work = view.get(`${org}/work`);
  if (body.member_id && body.member_id !== work?.member_id) return;
  const zone = work?.org.timezone ?? 'Asia/Seoul';
  const changes = body.changes.map((change, place): Fix['changes'][number] => {
    const before = work?.punches.find((punch) => punch.id === change.replaces);
    const site_id = change.site_id ?? before?.site_id ?? null;
    const site = (of: Id | null) => work?.shifts.find((shift) => shift.site.id === of)?.site;
    return {
      ...{ id: `${item.id}:${place}`, replaces: change.replaces ?? null, punch_id: null, undone: false },
      ...{ kind: change.kind ?? null, at: change.at ?? null, site_id, shift_id: change.shift_id ?? null },
      ...{ site_name: site(site_id)?.name ?? null, zone: site(site_id)?.timezone ?? zone },
      before: before
        ? {
            ...{ kind: before.kind, at: before.believed_at, site_id: before.site_id ?? null },
            ...{ site_name: site(before.site_id ?? null)?.name ?? null, how: before.how, recorded_by: null },
          }
        : null,
    };
  });
  const made: Fix = {
    ...{ id: id ?? item.id, member_id: work?.member_id ?? '', member_name: '', reason: body.reason },
    ...{ state: 'asked', asked_by: work?.member_id ?? '', asked_by_name: '', asked_at: momentOf(item) },
    ...{ decided_by: null, decided_by_name: null, decided_at: null, decision_reason: null },
    ...{ answer_by: null, answer: null, answered_at: null, answer_reason: null },
    ...{ proposed: false, self_approved: false, changes, kept: item.id },
  };
  view.edit(`${org}/fixes`, (held) => ({ ...held, corrections: append(held.corrections, made) }));
};

function change(view: View, [org, id]: string[], item: Item, fields: Partial<Fix>): void {
  view.edit(`${org}/fixes`, (held) => ({ ...held, corrections: patch(held.corrections, id, item, fields) }));
}

const answer: Effect = (view, ids, item) => {
  const { answer, reason } = item.body as { answer: 'agreed' | 'objected'; reason?: string };
  change(view, ids, item, { answer, answer_reason: reason ?? null, answered_at: momentOf(item) });
};

const answerProposal: Effect = (view, [org, id], item) => {
  const { accept } = item.body as { accept: boolean };
  view.edit(`${org}/fixes`, (held) => ({
    ...held,
    proposals: patch(held.proposals, id, item, { state: accept ? 'accepted' : 'dismissed' }),
  }));
};

export const fixes: Route[] = [
  ['PUT', '/orgs/{org}/corrections/{correction}', ask],
  [
    'PUT',
    '/orgs/{org}/corrections/{correction}/withdrawal',
    (view, ids, item) => change(view, ids, item, { state: 'withdrawn' }),
  ],
  ['PUT', '/orgs/{org}/corrections/{correction}/answer', answer],
  ['PUT', '/orgs/{org}/punch-proposals/{proposal}/answer', answerProposal],
];
