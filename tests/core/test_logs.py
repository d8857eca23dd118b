"""The logs of a whole story: every request is there, and nothing private is."""

import json
import logging
import re

import pytest
import structlog

from backend.core import logs
from tests.story import tell
from tests.world import browser, last_code, outbox

TOKEN = "Zk3vXy8QpLm2NwRt5Ubc7Ade9Fgh1Ijk4Lmn6Opq0Rs"


class Page:
    """What was written on stderr since the test began."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.text = capsys, ""

    def read(self) -> str:
        self.text += self.capsys.readouterr().err
        return self.text


@pytest.fixture
def written(app, capsys):
    before = logging.getLogger().handlers[:]
    logs.configure()
    page = Page(capsys)
    capsys.readouterr()
    yield page
    logging.getLogger().handlers[:] = before


def lines(page: Page) -> list[dict[str, object]]:
    return [json.loads(line) for line in page.read().splitlines()]


def variants(phone: str) -> list[str]:
    """+821012345678 as people and programs write it."""
    local = "0" + phone.removeprefix("+82")
    return [phone, phone[1:], local, f"{local[:3]}-{local[3:7]}-{local[7:]}", local[3:]]


async def test_a_whole_story_leaves_nothing_private_in_the_logs(firm, written):
    await tell(firm)
    people = [*firm.people]
    invitations = [(await firm.owner.post("~/invitations", {"role": "member"})).json() for _ in range(2)]
    assert (await browser(firm.app).get(f"/api/v1/invitations/{invitations[0]['token']}")).status_code == 200
    page = written.read()

    secrets = [form for person in people for form in variants(person.phone)]
    secrets += [last_code(person.phone) for person in people]
    secrets += [str(value) for person in people for value in person.client.cookies.values()]
    secrets += [invitation["token"] for invitation in invitations]
    secrets += [message["body"] for message in outbox()]
    assert len(secrets) > 20
    assert [secret for secret in secrets if re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", page)] == []
    assert len([line for line in lines(written) if line["event"] == "request"]) > 30


async def test_a_request_is_one_line(firm, written):
    answer = await firm.owner.get("~/members")
    [line] = [line for line in lines(written) if line["event"] == "request"]
    assert line["route"] == "/api/v1/orgs/{org_id}/members"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["account_id"] == firm.owner.account_id
    assert line["request_id"] == answer.headers["x-request-id"]
    assert isinstance(line["ms"], float)


async def test_what_no_route_answers_is_logged_without_its_path(firm, written):
    answer = await firm.owner.get(f"/api/v1/{TOKEN}/nothing")
    assert answer.status_code == 404
    [line] = lines(written)
    assert line["status"] == 404
    assert TOKEN not in written.read()


async def test_the_last_net_catches_what_slips_through(app, written):
    try:
        raise ValueError(f"no such number: 010-1234-5678, code 123456, {TOKEN}")
    except ValueError:
        structlog.get_logger().exception("slipped", phone="+821012345678", cookie="x", nested={"token": "y"})
    logging.getLogger("elsewhere").warning("cookie %s of +821012345678", TOKEN)
    for secret in ("010-1234-5678", "123456", TOKEN, "+821012345678", '"x"', '"y"'):
        assert secret not in written.read()
    first, second = lines(written)
    assert "ValueError" in str(first["exception"])
    assert second["event"] == f"cookie {logs.MASK} of {logs.MASK}"


@pytest.mark.parametrize(
    "text",
    [
        "+821012345678",
        "+82 10-1234-5678",
        "010-1234-5678",
        "01012345678",
        "02-123-4567",
        "123456",
        "code=123456.",
        TOKEN,
        f"/join/{TOKEN}",
    ],
)
def test_private_things_are_masked(text):
    assert logs.MASK in logs.scrub(f"a {text} b")
    assert not re.search(r"\d{4}", logs.scrub(f"a {text} b"))


@pytest.mark.parametrize(
    "text",
    [
        "01a20d70-a2f6-7ce4-8c6f-63d8b35fc843",
        "2026-11-24T11:45:52.556630Z",
        "/api/v1/orgs/{org_id:uuid}/members",
        'File "/work/backend/core/hub.py", line 123, in test_the_last_seat_goes_to_one_member_only_2',
        "pumasi-relay leads since 12:45",
    ],
)
def test_useful_things_are_not(text):
    assert logs.scrub(text) == text
