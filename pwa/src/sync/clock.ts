// What time it is really. The phone's clock may be hours off; the server's time of each exchange tells.
import type { Moment } from '../api/types';

/** More than this between wall and monotonic time means that the clock was moved, or the phone slept. */
const JUMP_MS = 2_000;
/** An answer that took longer says too little about when the server wrote its time. */
const SLOW_MS = 10_000;

export interface Ticks {
  wall(): number;
  monotonic(): number;
}

export const deviceTicks: Ticks = { wall: () => Date.now(), monotonic: () => performance.now() };

interface Anchor {
  server: number;
  wall: number;
  monotonic: number;
}

/** What outlives the page. Monotonic time does not. */
export interface KnownClock {
  offset_ms: number;
  last_server_time: number;
}

/** The clock part of a punch. Ages are only given where monotonic and wall time agree. */
export interface ClockEvidence {
  device_time: Moment;
  last_server_time: Moment | null;
  device_age_ms: number | null;
}

export class Clock {
  private anchor: Anchor | null = null;
  private known: KnownClock | null = null;

  constructor(private readonly ticks: Ticks = deviceTicks) {}

  /** Take over what an earlier page or another tab knew; a newer own exchange wins. */
  remember(known: KnownClock | undefined): void {
    if (known && known.last_server_time > (this.known?.last_server_time ?? 0)) this.known = known;
  }

  /** Note an exchange: it began at `monotonicStart` and ends now. Returns what to keep, or null. */
  heard(serverTime: Moment, monotonicStart: number): KnownClock | null {
    const server = Date.parse(serverTime);
    const monotonic = this.ticks.monotonic();
    if (Number.isNaN(server) || monotonic - monotonicStart > SLOW_MS) return null;
    const half = (monotonic - monotonicStart) / 2;
    const wall = this.ticks.wall() - half;
    this.anchor = { server, wall, monotonic: monotonic - half };
    this.known = { offset_ms: Math.round(server - wall), last_server_time: server };
    return this.known;
  }

  monotonic(): number {
    return this.ticks.monotonic();
  }

  /** The server's time now, as well as this phone can know it. */
  now(): number {
    return this.ticks.wall() + (this.known?.offset_ms ?? 0);
  }

  offset(): number | null {
    return this.known?.offset_ms ?? null;
  }

  evidence(): ClockEvidence {
    const age = this.age();
    const last = age === null ? this.known?.last_server_time : this.anchor?.server;
    return {
      device_time: new Date(this.ticks.wall()).toISOString(),
      last_server_time: last === undefined ? null : new Date(last).toISOString(),
      device_age_ms: age,
    };
  }

  private age(): number | null {
    if (!this.anchor) return null;
    const monotonic = this.ticks.monotonic() - this.anchor.monotonic;
    const wall = this.ticks.wall() - this.anchor.wall;
    return Math.abs(wall - monotonic) > JUMP_MS ? null : Math.round(monotonic);
  }
}
