/** What somebody worked, read from punches. Elapsed time only, so the hour that a spring night skips is not paid twice. */
import { inOrder, stretches, type Tap, workedIn } from './spells';

export { hoursAndMinutes, type Stretch, stretches, type Tap, workedIn } from './spells';

/**
 * The moment that decides the day of each tap: when its stretch began, for whoever goes home after midnight.
 * A tap outside any stretch stands for itself.
 */
export function daysOf<T extends Tap>(taps: readonly T[]): { tap: T; at: number; day_of: number }[] {
  let began: number | null = null;
  return inOrder(taps).map(({ tap, at }) => {
    if (tap.kind === 'in') began ??= at;
    const day_of = began ?? at;
    if (tap.kind === 'out') began = null;
    return { tap, at, day_of };
  });
}

/** Milliseconds worked in the stretches that began in a window: a night counts for the day it began. */
export function worked(taps: readonly Tap[], now: number, from = -Infinity, to = Infinity): number {
  return stretches(taps)
    .filter(({ began }) => began >= from && began < to)
    .reduce((sum, stretch) => sum + workedIn(stretch, now), 0);
}
