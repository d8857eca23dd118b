"""Decides notifications in a process of its own: `python -m tests.bench.decider ORG`.

Each line of its input is CHANNELS FIRST LAST TIMES: so often, for the people with these numbers. It prints
a JSON line for each: how long the deciding took, and when it was committed by the machine's clock.
"""

import asyncio
import json
import sys
import time
from uuid import UUID

from backend.core import database, tenancy
from backend.core.ids import new_id
from backend.notifications.service.decide import Audience, Message, notify

APART_S = 0.25
VARIABLES = {"site": "한강빌딩", "starts_at": "06:00", "assigned": 2, "present": 1}
SQL = """
SELECT id AS member_id, 'member' AS why, '{}'::jsonb AS variables FROM member
 WHERE role = 'member' AND (name LIKE '%' AND split_part(name, ' ', 2)::int BETWEEN $1 AND $2)
"""


async def decide(channel: str, first: int, last: int) -> dict[str, object]:
    message = Message(
        "no_show", str(new_id()), new_id(), VARIABLES, urgency="urgent", channels=tuple(channel.split(","))
    )
    began = time.monotonic()
    async with database.transaction():
        made = await notify(message, Audience(SQL, (first, last)), by=None)
    committed = time.monotonic()
    return {
        "notification_id": str(made.notification_id),
        "audience": made.audience,
        "took_s": committed - began,
        "committed": committed,
    }


async def main(org_id: str) -> None:
    import backend.app  # noqa: F401 - the domains declare their topics

    await database.engine().start_connection_pool()
    with tenancy.acting_for(org_id=UUID(org_id)):
        while line := await asyncio.to_thread(sys.stdin.readline):
            channel, first, last, times = line.split()
            for _ in range(int(times)):
                print(json.dumps(await decide(channel, int(first), int(last))), flush=True)
                await asyncio.sleep(APART_S)
    await database.engine().close_connection_pool()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
