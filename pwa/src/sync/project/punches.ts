import type { Id, Punch, PunchBody, Work, WorkSession } from '../../api/types';
import type { Item } from '../types';
import { type Effect, momentOf, type Route } from './view';

/** So long before its start a shift is the one that a person comes for. */
const EARLY_MS = 3 * 3_600_000;

/** A clock-in that is only on this phone shows its person on site already. */
const punch: Effect = (view, [org, id], item) => {
  const body = item.body as PunchBody;
  view.edit(`${org}/work`, (work) => {
    const another = body.member_id != null && body.member_id !== work.member_id;
    if (another || work.punches.some((known) => known.id === id)) return work;
    const made = punchOf(work, id ?? item.id, body, item);
    return {
      ...work,
      punches: [made, ...work.punches],
      now_session: sessionAfter(work.now_session, made, item),
    };
  });
};

function punchOf(work: Work, id: Id, body: PunchBody, item: Item): Punch {
  const believed = believedAt(body) ?? momentOf(item);
  const site = body.site_id ?? work.now_session?.site_id ?? null;
  return {
    ...{ id, member_id: work.member_id, member_name: '', kind: body.kind, site_id: site },
    shift_id: work.now_session?.shift_id ?? shiftAt(work, site, believed),
    how: body.reason != null ? 'manual' : body.qr ? 'qr' : body.lat != null ? 'gps' : 'none',
    ...{ device_time: body.device_time, device_age_ms: body.device_age_ms ?? null },
    ...{ last_server_time: body.last_server_time ?? null, server_time: null, believed_at: believed },
    ...{
      lat: body.lat ?? null,
      lon: body.lon ?? null,
      accuracy_m: body.accuracy_m ?? null,
      distance_m: null,
    },
    ...{ flags: [], session_id: work.now_session?.id ?? null, app_version: body.app_version ?? null },
    ...{ recorded_by: null, reason: body.reason ?? null, kept: item.id },
  };
}

/** As the server will believe it: its own last word, and how long ago that was. */
function believedAt({ last_server_time, device_age_ms }: PunchBody): string | null {
  if (!last_server_time || device_age_ms == null) return null;
  return new Date(Date.parse(last_server_time) + device_age_ms).toISOString();
}

function shiftAt(work: Work, site: Id | null, moment: string): Id | null {
  const now = Date.parse(moment);
  const near = work.shifts.filter(
    (shift) => Date.parse(shift.starts_at) - EARLY_MS <= now && now < Date.parse(shift.ends_at),
  );
  return (near.find((shift) => shift.site.id === site) ?? near[0])?.id ?? null;
}

function sessionAfter(now: WorkSession | null, made: Punch, item: Item): WorkSession | null {
  if (made.kind === 'out') return null;
  const kept = item.id;
  if (made.kind === 'in') {
    const { id, site_id, shift_id, believed_at } = made;
    const fresh = {
      id,
      site_id,
      shift_id,
      started_at: believed_at,
      on_break: false,
      on_break_since: null,
      break_ms: 0,
    };
    return now && !now.travel ? now : { ...fresh, kept };
  }
  if (made.kind === 'move') {
    if (!now || now.travel) return now;
    const { id, believed_at: started_at } = made;
    return { ...now, id, site_id: null, started_at, on_break: false, break_ms: 0, travel: true, kept };
  }
  if (!now || now.on_break === (made.kind === 'break_start')) return now;
  if (made.kind === 'break_start') return { ...now, on_break: true, on_break_since: made.believed_at, kept };
  const rested = now.on_break_since ? Date.parse(made.believed_at) - Date.parse(now.on_break_since) : 0;
  return {
    ...now,
    on_break: false,
    on_break_since: null,
    break_ms: now.break_ms + Math.max(0, rested),
    kept,
  };
}

export const punches: Route[] = [['PUT', '/orgs/{org}/punches/{punch}', punch]];
