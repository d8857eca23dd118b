"""Every punch seals what was known before it: nothing can be changed, taken out or put in unseen."""

from datetime import timedelta

import asyncpg
import pytest

from backend.attendance.rules.chain import GENESIS, next_hash
from backend.core import clock, database, tenancy
from tests.attendance.day import tap

ENTRIES = "SELECT seq, kind, ref, payload, hash FROM record_entry WHERE member_id = $1 ORDER BY seq"


async def test_each_punch_is_one_entry_over_the_one_before(firm, site, worker):
    start = clock.now() - timedelta(hours=4)
    taps = [
        (await tap(worker, kind, start + timedelta(hours=hour), site_id=site["id"])).json()
        for hour, kind in enumerate(["in", "break_start", "break_end", "out"])
    ]
    with tenancy.acting_for(org_id=firm.org_id):
        async with database.transaction():
            entries = await database.fetch(ENTRIES, worker.member_id)
    assert [str(entry["ref"]) for entry in entries] == [punch["id"] for punch in taps]
    before = GENESIS
    for entry in entries:
        assert next_hash(before, entry["kind"], entry["payload"]) == entry["hash"]
        before = entry["hash"]
    assert '"lat"' not in "".join(entry["payload"] for entry in entries)


@pytest.mark.parametrize("change", ["UPDATE record_entry SET payload = '{}'", "DELETE FROM record_entry"])
async def test_the_application_cannot_change_it(firm, site, worker, change):
    await tap(worker, "in", site_id=site["id"])
    with tenancy.acting_for(org_id=firm.org_id), pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction():
            await database.fetch(change)
