"""What the office sees of a notification, and what it may still do."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.cells import harmless
from backend.core.clock import stopped_at
from backend.core.pages import cursor_after
from backend.notifications.topics import TOPICS
from tests.notifications.said import NIGHT, NOON, leave, say, states


@pytest.fixture(autouse=True)
def today():
    with stopped_at(NOON + timedelta(hours=1)):
        yield


async def fail(ledger, told, person, state="failed", reason="gone"):
    await ledger.execute(
        "UPDATE delivery SET state = $3, reason = $4 WHERE notification_id = $1 AND account_id = $2 "
        "AND channel = 'sms'",
        told,
        person.account_id,
        state,
        reason,
    )


async def test_everybody_stands_in_one_place_and_the_sums_are_the_audience(
    firm, manager, worker, second_worker, ledger
):
    told = await say(firm, manager, worker, second_worker, firm.owner)
    await leave(ledger, told)
    await fail(ledger, told, second_worker)
    await fail(ledger, told, firm.owner, "queued", None)
    await worker.put(f"~/inbox/{told}/reading")

    [summary] = (await manager.get("~/notifications")).json()["items"]
    numbers = {name: summary[name] for name in ("read", "reached", "waiting", "failed", "not_sent")}
    assert numbers == {"read": 1, "reached": 1, "waiting": 1, "failed": 1, "not_sent": 0}
    assert (summary["audience"], summary["cost_won"]) == (4, 72)
    assert (summary["title"], summary["decided_by_name"]) == ("한강빌딩: 아직 출근 전이에요", None)

    report = (await manager.get(f"~/notifications/{told}")).json()
    assert report["sums"] == {
        "push": {"suppressed": 4},
        "sms": {"failed": 1, "queued": 1, "read": 1, "sent": 1},
    }
    assert report["texts"]["en"]["title"] == "한강빌딩: not everybody is there"


async def test_each_recipient_says_why_and_how_and_no_number(firm, manager, worker, second_worker, ledger):
    told = await say(firm, worker, second_worker)
    await fail(ledger, told, second_worker)

    answer = await manager.get(f"~/notifications/{told}/recipients")
    people = answer.json()["items"]
    assert [person["name"] for person in people] == sorted(["이순자", "최명희"])
    assert people[1]["standing"] == "failed"
    assert people[1]["why"] == "이 현장을 맡고 있어서 보내드려요."
    assert [(way["channel"], way["state"], way["reason"]) for way in people[1]["deliveries"]] == [
        ("push", "suppressed", "no_device"),
        ("sms", "failed", "gone"),
    ]
    assert worker.phone not in answer.text
    found = (await manager.get(f"~/notifications/{told}/recipients?state=failed")).json()["items"]
    assert [person["name"] for person in found] == ["최명희"]


async def test_pages_go_on_where_the_last_one_ended(firm, manager, worker, second_worker):
    told = [str(await say(firm, manager, worker, second_worker)) for _ in range(3)]
    for path, ids in (("~/notifications", "id"), (f"~/notifications/{told[0]}/recipients", "member_id")):
        seen, cursor = [], ""
        while cursor is not None:
            page = (await manager.get(f"{path}?limit=2{cursor and '&cursor=' + cursor}")).json()
            seen += [item[ids] for item in page["items"]]
            cursor = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 3


@pytest.mark.parametrize(
    "at", ["2026-11-25T12:00:00", "0001-01-01T00:00:00+09:00", "9999-12-31T23:00:00-09:00"]
)
async def test_a_cursor_that_somebody_made_up_breaks_nothing(app, manager, at):
    cursor = cursor_after(at, uuid4())
    for path in ("~/notifications", "~/inbox"):
        answer = await manager.get(f"{path}?cursor={cursor}")
        assert answer.status_code == (200 if at[-6] in "+-" else 422)


async def test_it_is_found_by_what_it_says(firm, manager, worker):
    told = await say(firm, worker, variables={"site": "서초 상가"})
    await say(firm, worker)
    for search, count in (("서초", 1), ("미출근", 2), ("NOT everybody", 2), ("없는말", 0)):
        found = (await manager.get(f"~/notifications?q={search}")).json()["items"]
        assert len(found) == count, search
    assert [n["id"] for n in (await manager.get("~/notifications?q=서초")).json()["items"]] == [str(told)]
    assert (await manager.get("~/notifications?topic=nothing")).json()["items"] == []


async def test_the_file_opens_right_and_computes_nothing(firm, manager, ledger):
    person = await firm.hire('=HYPERLINK("http://evil","급여")')
    told = await say(firm, person, manager)
    await fail(ledger, told, person)

    answer = await manager.get(f"~/notifications/{told}/recipients.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][:4] == ["이름", "받은 까닭", "읽은 때", "방법"]
    assert len(lines) == 1 + 2 * 2
    assert ["'" + person.name, "문자", "실패"] in [[line[0], line[3], line[4]] for line in lines]
    assert person.phone not in answer.text


@pytest.mark.parametrize("cell", ["=1+1", "+82", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_is_never_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless("김영숙 =1") == "김영숙 =1"


async def test_who_is_asleep_hears_of_it_later(firm, manager, worker, second_worker):
    quiet = {"enabled": False, "begins": "21:00", "ends": "08:00"}
    await second_worker.put("/me/quiet-hours", quiet)
    told = await say(
        firm, worker, second_worker, at=NIGHT, urgency="high", expires_at=NIGHT + timedelta(days=1)
    )
    with stopped_at(NIGHT):
        report = (await manager.get(f"~/notifications/{told}")).json()
    assert report["arrives_later"] == [{"at": "2026-11-25T23:00:00Z", "count": 1}]
    with stopped_at(NIGHT + timedelta(hours=11)):
        assert (await manager.get(f"~/notifications/{told}")).json()["arrives_later"] == []


async def test_what_failed_is_sent_again_for_some_or_for_all(firm, manager, worker, second_worker, ledger):
    told = await say(firm, worker, second_worker)
    await fail(ledger, told, worker)
    await fail(ledger, told, second_worker, "unknown", "no_answer")

    path, body = f"~/notifications/{told}/retries", {"channel": "sms", "member_ids": [worker.member_id]}
    answer = await manager.post(path, body)
    assert (answer.status_code, answer.json()) == (201, {"queued": 1})
    now = await states(ledger, told)
    assert now[worker.account_id, "sms"] == ("queued", None)
    assert now[second_worker.account_id, "sms"] == ("unknown", "no_answer")
    assert (await manager.post(path, {"channel": "sms"})).json() == {"queued": 1}
    with stopped_at(NOON + TOPICS["no_show"].lasts):
        assert (await manager.post(path, {"channel": "sms"})).status_code == 409


async def test_what_is_withdrawn_does_not_leave_and_is_not_found_any_more(
    firm, manager, worker, second_worker, ledger
):
    told = await say(firm, worker, second_worker)
    await second_worker.put(f"~/inbox/{told}/reading")
    for _ in range(2):
        answer = await manager.post(f"~/notifications/{told}/withdrawal")
        assert answer.status_code == 200
        assert answer.json()["not_sent"] == 1
    assert (await states(ledger, told))[worker.account_id, "sms"] == ("suppressed", "withdrawn")
    assert (await worker.get("~/inbox")).json()["items"] == []
    assert len((await second_worker.get("~/inbox")).json()["items"]) == 1
    assert (await manager.post(f"~/notifications/{told}/retries", {"channel": "sms"})).status_code == 409
    assert len(await firm.events("NotificationWithdrawn")) == 1


async def test_it_is_for_the_office_only(firm, manager, worker, outsider):
    told = await say(firm, worker)
    site = await firm.site()
    await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"]]})
    for person, status in ((worker, 403), (outsider, 404)):
        for path in ("", "/recipients", "/recipients.csv"):
            assert (await person.get(f"~/notifications/{told}{path}")).status_code == status
        assert (
            await person.post(f"~/notifications/{told}/retries", {"channel": "sms"})
        ).status_code == status
        assert (await person.post(f"~/notifications/{told}/withdrawal")).status_code == status
    assert (await manager.get(f"~/notifications/{uuid4()}/recipients")).status_code == 404


async def test_the_office_sees_every_topic(app, manager, worker):
    topics = {topic["name"]: topic for topic in (await manager.get("~/notification-topics")).json()["items"]}
    assert topics.keys() == TOPICS.keys()
    assert topics["no_show"]["title"] == "미출근"
    assert (await worker.get("~/notification-topics")).status_code == 403
