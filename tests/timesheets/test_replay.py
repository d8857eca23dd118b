"""A month as it really goes, against an independent slow reading of it."""

import os
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from backend.core import database, tenancy
from tests import month
from tests.conftest import Servers
from tests.replay import Replayed, prepare, replay

PEOPLE = int(os.environ.get("REPLAY_PEOPLE", "18"))
"""How many live through the month: 300 take some minutes, and are for `REPLAY_PEOPLE=300`."""

SESSIONS = """
SELECT member_id, site_id, started_at, ended_at, closed_by, breaks FROM work_session
"""


pytestmark = pytest.mark.timeout(60 + PEOPLE * 4)


@pytest.fixture(scope="module")
async def replayed(app: object, servers: Servers) -> Replayed:
    done = await prepare(servers.dsns.superuser, month.generate(PEOPLE))
    await replay(done)
    return done


async def test_only_second_taps_are_refused_and_nothing_else_is_lost(replayed: Replayed) -> None:
    doubled = {tap.number for tap in replayed.month.taps if tap.doubled}
    assert set(replayed.refused) <= doubled
    assert set(replayed.refused.values()) <= {"AlreadyIn", "AlreadyOut"}
    assert len(replayed.punches) + len(replayed.refused) == len(replayed.month.taps)


async def test_sessions_are_what_the_slow_reading_says(replayed: Replayed) -> None:
    expected = [
        (
            replayed.member(stay.person),
            replayed.site(stay.site),
            stay.starts_at,
            stay.ends_at,
            stay.ended_by,
            stay.breaks,
        )
        for stays in month.truth(replayed.month).values()
        for stay in stays
    ]
    with tenancy.acting_for(org_id=replayed.crowd.org_id):
        async with database.transaction():
            rows = await database.fetch(SESSIONS)
    assert sorted(map(_session, rows), key=repr) == sorted(expected, key=repr)


def _session(row: Any) -> tuple[Any, ...]:
    breaks: Sequence[Any] = msgspec.json.decode(
        row["breaks"], type=list[tuple[month.datetime, month.datetime]]
    )
    return (
        row["member_id"],
        row["site_id"],
        row["started_at"],
        row["ended_at"],
        row["closed_by"],
        list(breaks),
    )
