"""What a person wants to hear, by which channel, and at which hours."""

import pytest

from backend.core.clock import stopped_at
from backend.notifications.topics import TOPICS, Topic
from tests.identity.test_documents import documents
from tests.notifications.said import NIGHT, say, states

QUIET = {"enabled": True, "begins": "23:00", "ends": "06:30", "timezone": "Asia/Seoul", "digest_at": "19:00"}


@pytest.fixture
def chatter(monkeypatch):
    """A topic that nobody needs."""
    sample = TOPICS["no_show"].sample
    monkeypatch.setitem(TOPICS, "chatter", Topic("chatter", ("push", "sms"), sample=sample))
    from backend.notifications import templates

    for language in templates.languages():
        for part in templates.PARTS:
            text = templates.texts(language)[f"no_show.{part}"]
            monkeypatch.setitem(templates.texts(language), f"chatter.{part}", text)


def of(preferences: dict, topic: str) -> dict:
    return next(each for each in preferences["topics"] if each["name"] == topic)


async def test_without_a_choice_the_defaults_are_shown(app, worker):
    shown = (await worker.get("/me/preferences")).json()
    assert of(shown, "no_show") == {
        "name": "no_show",
        "title": "미출근",
        "text": "근무가 시작됐는데 출근하지 않은 사람이 있을 때",
        "optional": False,
        "channels": [{"channel": "push", "wanted": True}, {"channel": "sms", "wanted": True}],
    }
    assert shown["quiet"] == {
        "enabled": True,
        "begins": "21:00",
        "ends": "08:00",
        "timezone": None,
        "digest_at": "18:00",
    }
    assert shown["email"] == {"address": None, "verified": False, "stopped": False}
    assert (await documents(worker))["preferences"] == shown


async def test_what_waits_does_not_leave_once_its_topic_is_turned_off(
    firm, worker, second_worker, chatter, ledger
):
    made = await say(firm, worker, second_worker, topic="chatter")
    assert (await worker.put("/me/topics/chatter/channels/sms", {"wanted": False})).status_code == 200

    told = await states(ledger, made)
    assert told[worker.account_id, "sms"] == ("suppressed", "turned_off")
    assert told[second_worker.account_id, "sms"] == ("queued", None)


async def test_a_topic_is_turned_off_and_on_again(firm, worker, second_worker, chatter, ledger):
    path = "/me/topics/chatter/channels/sms"
    answer = await worker.put(path, {"wanted": False})
    assert answer.json()["channels"] == [
        {"channel": "push", "wanted": True},
        {"channel": "sms", "wanted": False},
    ]
    told = await states(ledger, await say(firm, worker, second_worker, topic="chatter"))
    assert told[worker.account_id, "sms"] == ("suppressed", "turned_off")
    assert told[second_worker.account_id, "sms"] == ("queued", None)

    await worker.put(path, {"wanted": True})
    told = await states(ledger, await say(firm, worker, topic="chatter"))
    assert told[worker.account_id, "sms"] == ("queued", None)


async def test_what_the_work_needs_cannot_be_turned_off(app, worker):
    answer = await worker.put("/me/topics/no_show/channels/sms", {"wanted": False})
    assert (answer.status_code, answer.json()["code"]) == (422, "topic-needed")
    assert (await worker.put("/me/topics/no_show/channels/sms", {"wanted": True})).status_code == 200


@pytest.mark.parametrize("path", ["nothing/channels/sms", "no_show/channels/email", "no_show/channels/x"])
async def test_a_topic_or_way_that_does_not_exist(app, worker, path):
    assert (await worker.put(f"/me/topics/{path}", {"wanted": False})).status_code == 404


async def test_quiet_hours_hold_for_what_is_said_next(firm, worker, ledger):
    answer = await worker.put("/me/quiet-hours", QUIET)
    assert (answer.status_code, answer.json()) == (200, QUIET)
    told = await say(firm, worker, at=NIGHT, urgency="high")  # 22:00, and theirs begin at 23:00
    assert await ledger.fetchval("SELECT awake_at FROM recipient WHERE notification_id = $1", told) is None

    await worker.put("/me/quiet-hours", {**QUIET, "enabled": False, "timezone": None})
    assert (await worker.get("/me/preferences")).json()["quiet"]["enabled"] is False


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"ends": "23:00"}, 422),
        ({"begins": "24:00"}, 400),
        ({"begins": "9:00"}, 400),
        ({"timezone": "Mars/Base"}, 422),
        ({"enabled": "yes"}, 400),
        ({"surprise": 1}, 400),
    ],
)
async def test_quiet_hours_that_cannot_be(app, worker, change, status):
    answer = await worker.put("/me/quiet-hours", QUIET | change)
    assert answer.status_code == status, answer.text


async def test_nobody_changes_anothers(app, firm, worker, second_worker, chatter):
    await worker.put("/me/topics/chatter/channels/sms", {"wanted": False})
    with stopped_at(NIGHT):
        shown = (await second_worker.get("/me/preferences")).json()
    assert of(shown, "chatter")["channels"][1]["wanted"] is True
