"""A person's inbox: what they were told, why, and what reading it does."""

from asyncio import gather
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.clock import stopped_at
from backend.notifications.queries.ledger import SUMS_THAT_DIFFER
from tests.identity.test_documents import documents
from tests.notifications.said import MORNING, NIGHT, NOON, leave, say, states


@pytest.fixture(autouse=True)
def today():
    """Soon after what was said at noon."""
    with stopped_at(NOON + timedelta(hours=1)):
        yield


async def test_it_says_what_and_why_in_the_readers_language(firm, worker, second_worker):
    told = await say(firm, worker)
    await second_worker.patch("/me", {"language": "en"})
    await say(firm, second_worker, link="/board")

    [item] = (await worker.get("~/inbox")).json()["items"]
    assert item["id"] == str(told)
    assert (item["title"], item["topic_title"]) == ("한강빌딩: 아직 출근 전이에요", "미출근")
    assert item["why"] == "이 현장을 맡고 있어서 보내드려요."
    assert item["read_at"] is None
    [item] = (await second_worker.get("~/inbox")).json()["items"]
    assert (item["title"], item["link"]) == ("한강빌딩: not everybody is there", "/board")
    assert item["body"] == "1 of 3 has clocked in for the shift at 06:00."


async def test_the_phone_keeps_it_and_counts_what_is_unread(firm, worker):
    first = await say(firm, worker, at=NOON)
    await say(firm, worker, at=NOON + timedelta(minutes=1))
    await say(firm, worker, at=NOON - timedelta(days=70))

    kept = (await documents(worker))[f"{firm.org_id}/inbox"]
    assert (kept["unread"], len(kept["items"]), kept["next_cursor"]) == (2, 2, None)
    await worker.put(f"~/inbox/{first}/reading")
    kept = (await documents(worker))[f"{firm.org_id}/inbox"]
    assert (kept["unread"], len(kept["items"])) == (1, 2)


async def test_older_ones_come_page_by_page(firm, worker):
    told = [str(await say(firm, worker, at=NOON + timedelta(seconds=second // 2))) for second in range(5)]
    pages, cursor = [], ""
    while cursor is not None:
        page = (await worker.get(f"~/inbox?limit=2{cursor and '&cursor=' + cursor}")).json()
        pages.append([item["id"] for item in page["items"]])
        cursor = page["next_cursor"]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(item for page in pages for item in page) == sorted(told)


async def test_reading_marks_what_arrived(firm, worker, manager, ledger):
    told = await say(firm, worker, manager)
    await leave(ledger, told)
    await worker.put(f"~/inbox/{told}/reading")

    now = await states(ledger, told)
    assert now[worker.account_id, "sms"] == ("read", None)
    assert now[worker.account_id, "push"] == ("suppressed", "no_device")
    assert now[manager.account_id, "sms"] == ("sent", None)
    assert await ledger.fetch(SUMS_THAT_DIFFER) == []


async def test_a_text_message_that_waits_does_not_leave_once_it_was_read(firm, worker, manager, ledger):
    told = await say(firm, worker, manager)
    item = (await worker.put(f"~/inbox/{told}/reading")).json()

    now = await states(ledger, told)
    assert now[worker.account_id, "sms"] == ("suppressed", "already_read")
    assert now[manager.account_id, "sms"] == ("queued", None)
    assert [(way["channel"], way["state"], way["reason"]) for way in item["how"]] == [
        ("push", "suppressed", "no_device"),
        ("sms", "suppressed", "already_read"),
    ]


async def test_a_phone_that_was_offline_says_when_and_twice_is_once(firm, worker):
    told = await say(firm, worker)
    path, soon = f"~/inbox/{told}/reading", NOON + timedelta(minutes=5)
    for wished, kept in (
        (NOON + timedelta(days=2), NOON + timedelta(hours=1)),  # in the future: now
        (soon, soon),  # the earliest counts
        (NOON - timedelta(days=1), NOON),  # before it was said
        (soon, NOON),
    ):
        answer = await worker.put(path, {"read_at": wished.isoformat()})
        assert answer.status_code == 200, answer.text
        assert answer.json()["read_at"] == kept.astimezone(tz=None).isoformat().replace("+00:00", "Z")
    [event] = await firm.events("NotificationRead")
    assert worker.account_id in event["data"]


@pytest.mark.parametrize(
    ("read_at", "status"),
    [("0001-01-01T00:00:00+09:00", 200), ("9999-12-31T23:59:59-09:00", 200)]
    + [(each, 400) for each in ("2026-11-25T12:00:00", "", "yesterday", 1, {})],
)
async def test_a_time_that_cannot_be(firm, worker, read_at, status):
    told = await say(firm, worker)
    assert (await worker.put(f"~/inbox/{told}/reading", {"read_at": read_at})).status_code == status
    assert (await worker.put("~/inbox/reading", {"until": read_at})).status_code == status


async def test_reading_races_with_itself(firm, worker):
    told = await say(firm, worker)
    answers = await gather(*(worker.put(f"~/inbox/{told}/reading") for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await firm.events("NotificationRead")) == 1


async def test_everything_until_a_time_is_read_at_once(firm, worker, second_worker, ledger):
    for minute in range(3):
        await say(firm, worker, second_worker, at=NOON + timedelta(minutes=minute))

    until = (NOON + timedelta(minutes=1)).isoformat()
    assert (await worker.put("~/inbox/reading", {"until": until})).json() == {"read": 2, "unread": 1}
    assert (await worker.put("~/inbox/reading", {"until": until})).json() == {"read": 0, "unread": 1}
    items = (await second_worker.get("~/inbox")).json()["items"]
    assert [item["read_at"] for item in items] == [None] * 3
    assert len(await firm.events("InboxReadUntil")) == 1


async def test_what_waits_for_the_morning_is_there_already_and_says_so(firm, worker):
    told = await say(firm, worker, at=NIGHT, urgency="high", expires_at=MORNING + timedelta(hours=1))
    with stopped_at(NIGHT):
        item = (await worker.get(f"~/inbox/{told}")).json()
    assert item["awake_at"] == MORNING.astimezone(tz=None).isoformat().replace("+00:00", "Z")
    assert item["how"][1]["state"] == "queued"
    assert item["how"][1]["at"] == item["awake_at"]


async def test_somebody_elses_item_does_not_exist(firm, worker, second_worker, outsider):
    told = await say(firm, worker)
    for person in (second_worker, firm.owner, outsider):
        assert (await person.get(f"~/inbox/{told}")).status_code == 404
        assert (await person.put(f"~/inbox/{told}/reading")).status_code == 404
    assert (await worker.get(f"~/inbox/{uuid4()}")).status_code == 404
    assert (await worker.get(f"~/inbox/{told}")).json()["read_at"] is None


async def test_readings_come_from_the_outbox_in_a_batch(firm, worker):
    told = await say(firm, worker)
    request = {
        "id": str(uuid4()),
        "method": "PUT",
        "path": f"/api/v1/orgs/{firm.org_id}/inbox/{told}/reading",
        "body": {"read_at": NOON.isoformat()},
    }
    for _ in range(2):
        answer = await worker.post("/batch", {"requests": [request]})
        assert [response["status"] for response in answer.json()["responses"]] == [200]
    assert len(await firm.events("NotificationRead")) == 1
