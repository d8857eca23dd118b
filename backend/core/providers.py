"""Whether the providers outside the house work: measured by all processes together, and left alone while
they do not.

A provider is closed (used), open (left alone for a while), or half open: one batch tries it, and the answer
decides. What was measured fades, so that it says how it is now. Never call inside a transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
import structlog

from backend.core import clock, database, tenancy

log = structlog.get_logger()

State = Literal["closed", "open", "half_open"]

FAILURES_IN_A_ROW = 5
MEASURED_AT_LEAST = 20
"""So many answers, of which more than half were bad, open it too."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)
PROBE = timedelta(seconds=60)
"""So long has who tries it to say how it went."""
HALF_LIFE = timedelta(minutes=5)
NEWEST_COUNTS = 0.3
"""The part that the newest batch has in the measured latency."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a batch saw of a provider. `in_a_row`: how many failures its last answers were."""

    name: str
    good: int
    bad: int
    latency_ms: float
    in_a_row: int


def summed(name: str, seen: Sequence[Measured], in_a_row: int) -> Measured:
    """All of a batch's measurements of one provider as one."""
    latency = sum(each.latency_ms for each in seen) / max(len(seen), 1)
    return Measured(name, sum(m.good for m in seen), sum(m.bad for m in seen), latency, in_a_row)


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of one provider."""

    state: State
    since: datetime
    good: float
    bad: float
    latency_ms: float
    in_a_row: int
    pauses: int
    open_until: datetime | None
    counted_at: datetime

    @property
    def success_rate(self) -> float | None:
        measured = self.good + self.bad
        return round(self.good / measured, 3) if measured >= 0.5 else None


class ProviderState(msgspec.Struct, frozen=True):
    """A provider as the office sees it; rate and latency are those of the last minutes, or unknown."""

    channel: str
    name: str
    state: State
    success_rate: float | None
    latency_ms: int | None
    since: datetime | None


def judge(known: Health, seen: Measured, now: datetime) -> Health:
    """What to think of a provider after a batch."""
    fading = 0.5 ** ((now - known.counted_at) / HALF_LIFE)
    latency = known.latency_ms * (1 - NEWEST_COUNTS) + seen.latency_ms * NEWEST_COUNTS
    now_known = replace(
        known,
        good=known.good * fading + seen.good,
        bad=known.bad * fading + seen.bad,
        latency_ms=latency if known.latency_ms else seen.latency_ms,
        in_a_row=seen.in_a_row if seen.good else known.in_a_row + seen.bad,
        counted_at=now,
    )
    if known.state == "half_open" and seen.good and not seen.bad:
        return replace(
            now_known, state="closed", since=now, good=seen.good, bad=0, pauses=0, open_until=None, in_a_row=0
        )
    if (known.state == "half_open" and seen.bad) or (known.state == "closed" and _is_broken(now_known)):
        pause = min(FIRST_PAUSE * 2**known.pauses, LONGEST_PAUSE)
        since = now if known.state == "closed" else known.since
        return replace(
            now_known, state="open", since=since, pauses=known.pauses + 1, open_until=now + pause, in_a_row=0
        )
    return now_known


def _is_broken(known: Health) -> bool:
    measured = known.good + known.bad
    return known.in_a_row >= FAILURES_IN_A_ROW or (measured >= MEASURED_AT_LEAST and known.bad > known.good)


@dataclass(frozen=True, slots=True)
class Usable:
    """A provider that may be used now. One that is `on_trial` gets one message before all others."""

    name: str
    on_trial: bool = False


TRY = """
UPDATE provider_health SET state = 'half_open', open_until = $3
 WHERE channel = $1 AND name = $2 AND state <> 'closed' AND open_until <= $4
RETURNING name
"""
KEEP = """
UPDATE provider_health SET state = $3, since = $4, good = $5, bad = $6, latency_ms = $7, in_a_row = $8,
       pauses = $9, open_until = $10, counted_at = $11
 WHERE channel = $1 AND name = $2
"""
COLUMNS = "state, since, good, bad, latency_ms, in_a_row, pauses, open_until, counted_at"


async def usable(channel: str, names: Sequence[str]) -> list[Usable]:
    """The providers that may be used now, as ordered in `names`; one process alone tries a broken one."""
    now = clock.now()
    found: list[Usable] = []
    with tenancy.acting_for():
        async with database.transaction():
            known = await _known(channel)
            for name in names:
                health = known.get(name)
                if health is None or health.state == "closed":
                    found.append(Usable(name))
                elif all(each.on_trial for each in found) and await database.fetch_row(
                    TRY, channel, name, now + PROBE, now
                ):  # nobody is tried while a better one works
                    found.append(Usable(name, on_trial=True))
    return found


async def report(channel: str, measured: Sequence[Measured]) -> None:
    """Add what a batch saw."""
    now = clock.now()
    with tenancy.acting_for():
        for seen in sorted(measured, key=lambda each: each.name):
            if not seen.good and not seen.bad:
                continue
            async with database.transaction():
                before, after = await _add(channel, seen, now)
            if before != after:
                log.warning("provider.state", channel=channel, provider=seen.name, before=before, after=after)


async def states(channel: str, names: Sequence[str]) -> list[ProviderState]:
    """How each of them is, in the order of `names`; joins an open transaction."""
    known = await _known(channel)
    return [_state(channel, name, known.get(name)) for name in names]


def _state(channel: str, name: str, health: Health | None) -> ProviderState:
    if health is None:
        return ProviderState(channel, name, "closed", None, None, None)
    rate = health.success_rate
    latency = round(health.latency_ms) if rate is not None else None
    return ProviderState(channel, name, health.state, rate, latency, health.since)


async def _known(channel: str) -> dict[str, Health]:
    rows = await database.fetch(f"SELECT name, {COLUMNS} FROM provider_health WHERE channel = $1", channel)  # noqa: S608
    return {row["name"]: _health(row) for row in rows}


async def _add(channel: str, seen: Measured, now: datetime) -> tuple[State, State]:
    await database.fetch(
        "INSERT INTO provider_health (channel, name, since, counted_at) VALUES ($1, $2, $3, $3) "
        "ON CONFLICT DO NOTHING",
        channel,
        seen.name,
        now,
    )
    row = await database.fetch_row(
        f"SELECT {COLUMNS} FROM provider_health WHERE channel = $1 AND name = $2 FOR UPDATE",  # noqa: S608
        channel,
        seen.name,
    )
    before = _health(row)
    after = judge(before, seen, max(now, before.counted_at))
    values = (after.state, after.since, after.good, after.bad, after.latency_ms, after.in_a_row)
    rest = (after.pauses, after.open_until, after.counted_at)
    await database.fetch(KEEP, channel, seen.name, *values, *rest)
    return before.state, after.state


def _health(row: Any) -> Health:
    return Health(*(row[name] for name in COLUMNS.split(", ")))
