/** When somebody is asked whether this phone may ring: never at a start, after something has worked, and not often. */

const ASKED = 'push-asked';
const DAY_MS = 86_400_000;
/** After "not now" it is asked once more, not sooner than this. */
const AGAIN_MS = 30 * DAY_MS;
const TIMES = 2;

interface Asked {
  times: number;
  at: number;
}

function before(): Asked {
  try {
    return { times: 0, at: 0, ...JSON.parse(localStorage.getItem(ASKED) ?? '{}') };
  } catch {
    return { times: 0, at: 0 };
  }
}

/** `able`: how it stands with pushes here (device.ts). */
export function mayAsk(able: string, asked: Asked = before(), now = Date.now()): boolean {
  return able === 'off' && asked.times < TIMES && (asked.times === 0 || now - asked.at >= AGAIN_MS);
}

/** The person has answered, either way. */
export function answeredNow(now = Date.now()): void {
  localStorage.setItem(ASKED, JSON.stringify({ times: before().times + 1, at: now }));
}
