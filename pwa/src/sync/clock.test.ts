import { expect, test } from 'vitest';
import { Clock } from './clock';

const HOUR = 3_600_000;
const TRUTH = Date.parse('2026-11-24T06:00:00.000Z');

/** A phone whose wall clock is `ahead` of the truth. */
function phone(ahead = 0) {
  const time = { wall: TRUTH + ahead, monotonic: 5_000 };
  const clock = new Clock({ wall: () => time.wall, monotonic: () => time.monotonic });
  const pass = (milliseconds: number) => {
    time.wall += milliseconds;
    time.monotonic += milliseconds;
  };
  return { time, clock, pass };
}

const at = (milliseconds: number) => new Date(TRUTH + milliseconds).toISOString();

test('a phone three hours fast knows the real time, and says how old its knowledge is', () => {
  const { clock, pass } = phone(3 * HOUR);
  const start = clock.monotonic();
  pass(80);
  // The server wrote its time half way.
  clock.heard(at(40), start);
  pass(20 * 60_000);
  expect(clock.now()).toBe(TRUTH + 80 + 20 * 60_000);
  expect(clock.evidence()).toEqual({
    device_time: at(3 * HOUR + 80 + 20 * 60_000),
    last_server_time: at(40),
    device_age_ms: 40 + 20 * 60_000,
  });
});

test('without any exchange nothing is claimed', () => {
  const { clock } = phone();
  expect(clock.offset()).toBeNull();
  expect(clock.evidence()).toMatchObject({ last_server_time: null, device_age_ms: null });
});

test.each([
  ['forward', HOUR],
  ['back', -HOUR],
])('a clock that was moved %s gives no age', (_, jump) => {
  const { clock, time, pass } = phone();
  clock.heard(at(0), clock.monotonic());
  pass(60_000);
  time.wall += jump;
  expect(clock.evidence()).toMatchObject({ last_server_time: at(0), device_age_ms: null });
});

test('monotonic time does not outlive the page: what an earlier page heard gives an offset, not an age', () => {
  const earlier = phone(HOUR);
  const known = earlier.clock.heard(at(0), earlier.clock.monotonic());
  const { clock } = phone(HOUR);
  clock.remember(known ?? undefined);
  expect(clock.now()).toBe(TRUTH);
  expect(clock.evidence()).toMatchObject({ last_server_time: at(0), device_age_ms: null });
});

test('an answer that took long says too little', () => {
  const { clock, pass } = phone();
  const start = clock.monotonic();
  pass(11_000);
  expect(clock.heard(at(5_000), start)).toBeNull();
});

test('what another tab heard later wins, what it heard earlier does not', () => {
  const { clock } = phone();
  clock.heard(at(0), clock.monotonic());
  clock.remember({ offset_ms: 7, last_server_time: TRUTH - 1 });
  expect(clock.offset()).toBe(0);
  clock.remember({ offset_ms: 7, last_server_time: TRUTH + 1 });
  expect(clock.offset()).toBe(7);
});
