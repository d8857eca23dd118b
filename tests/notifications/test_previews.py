"""Looking at a notification as one person would get it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.clock import stopped_at
from tests.notifications.said import MORNING, NIGHT, NOON

ASKED = {"topic": "no_show"}


async def test_it_is_shown_as_the_person_would_get_it(firm, manager, worker, ledger):
    await worker.patch("/me", {"language": "en"})
    with stopped_at(NOON):
        shown = (
            await manager.post("~/notification-previews", {**ASKED, "member_id": worker.member_id})
        ).json()

    assert shown["language"] == "en"
    assert shown["push"]["title"] == "한강빌딩: not everybody is there"
    assert shown["email"]["subject"] == shown["push"]["title"]
    sms = shown["sms"]
    assert sms["text"].startswith(
        "[품앗이] 한강빌딩, shift at 06:00: 1 of 3 clocked in.\nhttp://testserver/n/"
    )
    assert (sms["kind"], sms["bytes"], sms["segments"]) == ("SMS", len(sms["text"].encode("euc_kr")), 1)
    assert sms["cost_won"] > 0
    assert shown["channels"] == [
        {"channel": "push", "will": False, "reason": "no_device", "at": None},
        {"channel": "sms", "will": True, "reason": None, "at": "2026-11-25T03:00:00Z"},
    ]
    assert shown["arrives_at"] == "2026-11-25T03:00:00Z"
    assert await ledger.fetchval("SELECT count(*) FROM notification WHERE org_id = $1", firm.org_id) == 0


async def test_at_night_it_says_when_it_arrives_and_urgent_passes(firm, manager, worker):
    asked = {"topic": "no_show", "member_id": worker.member_id}
    with stopped_at(NIGHT):
        urgent = (await manager.post("~/notification-previews", {**asked, "urgency": "urgent"})).json()
        await worker.put("/me/quiet-hours", {"enabled": True, "begins": "21:00", "ends": "22:30"})
        normal = (await manager.post("~/notification-previews", {**asked, "urgency": "normal"})).json()
    assert urgent["arrives_at"] == NIGHT.astimezone(tz=None).isoformat().replace("+00:00", "Z")
    half_past = (NIGHT + timedelta(minutes=30)).astimezone(tz=None)
    assert normal["arrives_at"] == half_past.isoformat().replace("+00:00", "Z")
    assert NIGHT < half_past < MORNING


async def test_variables_replace_the_sample_and_a_language_the_persons(app, manager):
    variables = {
        "site": "서초 😀 상가",
        "present": 0,
        "starts_at": {"at": "2026-12-01T05:30:00+09:00", "zone": "Asia/Seoul"},
    }
    asked = {**ASKED, "variables": variables, "language": "en"}
    shown = (await manager.post("~/notification-previews", asked)).json()
    assert shown["push"]["body"] == "0 of 3 have clocked in for the shift at 05:30."
    assert "😀" not in shown["sms"]["text"]


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"topic": "nothing"}, 404, None),
        ({"member_id": str(uuid4())}, 404, None),
        ({"variables": {"weather": "rain"}}, 422, "/variables/weather"),
        ({"variables": {"present": "one"}}, 422, "/variables/present"),
        ({"variables": {"starts_at": "06:00"}}, 422, "/variables/starts_at"),
        ({"variables": {"site": {"at": "2026-12-01T05:30:00+09:00", "zone": "Asia/Seoul"}}}, 422, None),
        ({"variables": {"starts_at": {"at": "2026-12-01T05:30:00+09:00", "zone": "Mars"}}}, 422, None),
        ({"variables": {"starts_at": {"at": "0001-01-01T00:00:00+09:00", "zone": "UTC"}}}, 422, None),
        ({"variables": {"starts_at": {"at": "2026-12-01T05:30:00", "zone": "UTC"}}}, 400, None),
        ({"variables": {"site": ["a"]}}, 400, None),
        ({"variables": {"present": 2**70}}, 400, None),
        ({"urgency": "now"}, 400, None),
    ],
)
async def test_what_cannot_be_shown_is_refused(app, manager, change, status, pointer):
    answer = await manager.post("~/notification-previews", ASKED | change)
    assert answer.status_code == status, answer.text
    if pointer:
        assert [problem["pointer"] for problem in answer.json()["errors"]] == [pointer]


async def test_it_is_for_the_office(app, worker, manager, outsider):
    assert (await worker.post("~/notification-previews", ASKED)).status_code == 403
    other = {**ASKED, "member_id": outsider.member_id}
    assert (await manager.post("~/notification-previews", other)).status_code == 404
