const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/** How long to wait after so many failures in a row: doubling, spread so that phones do not come back at once. */
export function backoff(failures: number, random: number, retryAfterSeconds: number | null): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  const asked = Math.min(LONGEST_MS, (retryAfterSeconds ?? 0) * 1_000);
  return Math.max(asked, doubled * (0.5 + random / 2));
}
