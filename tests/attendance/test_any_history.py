"""Any history of punches and corrections in the real database: what is stored is what counts, read anew."""

from datetime import timedelta
from random import Random

import pytest

from backend.core import clock
from tests.attendance.day import tap
from tests.attendance.fixing import correct, put, rows, spans

MINUTE = timedelta(minutes=1)
COUNTING = """
SELECT p.id, p.kind FROM punch p
 WHERE NOT EXISTS (SELECT FROM punch_replaced x WHERE x.punch_id = p.id) ORDER BY p.believed_at, p.id
"""


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_corrections_of_any_history(firm, site, worker, manager, seed):
    """Late punches, replacements, additions, removals in no order; some are refused and change nothing."""
    random = Random(seed)
    start = clock.now().replace(second=0, microsecond=0) - timedelta(days=3)
    kinds = ["in", "in", "out", "out", "break_start", "break_end", "move"]
    stood = 0
    for _ in range(45):
        kind, counting = random.choice(kinds), await rows(firm, COUNTING)
        moment = start + random.randrange(700) * MINUTE
        if random.random() < 0.45 or not counting:
            await tap(worker, kind, moment, site_id=site["id"])
            continue
        punch = random.choice(counting)
        change = random.choice(
            [
                {"replaces": str(punch["id"])},
                put(punch["kind"], moment, replaces=str(punch["id"])),
                put(kind, moment, site["id"]),
            ]
        )
        made = await correct(manager, change, member_id=worker.member_id)
        assert made.status_code in (201, 409, 422), made.text
        stood += made.status_code == 201
        await spans(firm, worker)
    assert stood > 5
