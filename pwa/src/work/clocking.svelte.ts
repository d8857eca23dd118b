// The tap on the big button: the time is taken at once, the place is looked for briefly, then it is kept.
import type { Id, PunchKind, Work } from '../api/types';
import type { Where } from '../device/place';
import { punchEvidence } from '../sync';
import { punch } from './punching';

/** A position costs seconds; for a break nobody asks. */
const NEEDS_PLACE: PunchKind[] = ['in', 'out', 'move'];

/** With the site's code in hand the position is only an extra. */
const QR_PATIENCE_MS = 1_500;

/** As somebody agreed, who is asked once (record/consent.ts). Never a reason to lose the tap. */
async function place({ org, asked }: Work, patience?: number): Promise<Where | null> {
  try {
    if (asked && !(asked.consent ?? (await (await import('../record/consent')).askNow(org.id, asked))))
      return null;
    return await (await import('../device/place')).whereNow(patience);
  } catch {
    return { fix: null, why: 'unknown' };
  }
}

export class Clocking {
  /** The tap being worked on. */
  busy = $state.raw<PunchKind | null>(null);
  failed = $state(false);
  /** Where the last tap was, for a word about it. */
  where = $state.raw<Where | null>(null);
  /** The site's code, scanned and not used yet; with `?nfc` behind it, it came from a tag. */
  qr = $state.raw<string | null>(null);

  async tap(work: Work, kind: PunchKind, site_id: Id | null): Promise<{ id: Id } | null> {
    if (this.busy) return null;
    this.busy = kind;
    this.failed = false;
    const evidence = punchEvidence();
    try {
      this.where = NEEDS_PLACE.includes(kind)
        ? await place(work, this.qr ? QR_PATIENCE_MS : undefined)
        : null;
      const [qr, by] = (this.qr ?? '').split('?');
      const proof = { ...(qr && { qr }), nfc: by === 'nfc' };
      const item = await punch(work.org.id, work.member_id, {
        kind,
        site_id,
        ...evidence,
        ...this.where?.fix,
        ...proof,
      });
      this.qr = null;
      navigator.vibrate?.(60);
      return item;
    } catch {
      this.failed = true;
      return null;
    } finally {
      this.busy = null;
    }
  }
}
