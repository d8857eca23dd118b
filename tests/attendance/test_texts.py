"""Clocking in without a smartphone: a text message or a call from one's own number, signed by Twilio."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from twilio.request_validator import RequestValidator

from backend import settings
from backend.attendance.rules.words import meaning_of, number_of
from backend.core import clock
from backend.core.ids import new_id
from tests.attendance.day import record
from tests.races import at_once
from tests.world import ORIGIN, Firm, browser, found_firm, new_phone

TOKEN = "a-token-of-twilio-for-tests"
LINE = "+827071234567"
TEXTS, CALLS = "/api/v1/public/texts/twilio", "/api/v1/public/calls/twilio"
SAID = re.compile(r"<(?:Message|Say)[^>]*>(?:<Body>)?([^<]*)")
ACTION = re.compile(r'<Gather action="([^"]*)"')


@pytest.fixture(autouse=True)
def twilio(app, monkeypatch):
    """The installation has an account with Twilio."""
    known = msgspec.structs.replace(settings.current(), twilio_auth_token=TOKEN)
    monkeypatch.setattr(settings, "current", lambda: known)


@dataclass
class Phone:
    """An old phone: it sends what Twilio makes of its texts and calls."""

    client: httpx.AsyncClient
    number: str

    async def send(self, path: str, form: dict[str, str], signature: str | None = None) -> httpx.Response:
        sign = RequestValidator(TOKEN).compute_signature(ORIGIN + path, form)
        headers = {"X-Twilio-Signature": sign if signature is None else signature}
        return await self.client.post(path, data=form, headers=headers)

    async def text(self, body: str, sid: str | None = None, to: str = LINE) -> str:
        sent = {"MessageSid": sid or f"SM{new_id().hex}", "From": self.number, "To": to, "Body": body}
        answer = await self.send(TEXTS, sent)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/xml")
        return " ".join(SAID.findall(answer.text))

    async def call(self, *keys: str, sid: str | None = None) -> str:
        """Call, press keys one after the other, and hear what is said last."""
        form = {"CallSid": sid or f"CA{new_id().hex}", "From": self.number, "To": LINE}
        answer = await self.send(CALLS, form)
        for key in keys:
            action = ACTION.search(answer.text)
            assert action, f"no key is waited for: {answer.text}"
            answer = await self.send(action[1].replace("&amp;", "&"), {**form, "Digits": key})
        assert answer.status_code == 200, answer.text
        return answer.text


async def take_texts(firm: Firm, **more: Any) -> None:
    policy = await firm.owner.put("~/record-policy", {"clock_number": LINE, **more})
    assert policy.status_code == 200, policy.text


@pytest.fixture
async def phone(firm, site, worker) -> Phone:
    await take_texts(firm)
    return Phone(browser(firm.app), worker.phone)


async def test_a_word_in_and_what_was_recorded_out(firm, site, worker, phone):
    came = await phone.text("출근")
    rest = await phone.text("휴식"), await phone.text("휴식")
    went = await phone.text(" Out ")

    assert came.startswith("출근을 기록했어요.")
    assert site["name"] in came
    assert [said.split(".")[0] for said in rest] == ["휴식 시작을 기록했어요", "휴식 끝을 기록했어요"]
    assert went.startswith("퇴근을 기록했어요.")
    (session,) = await record(firm, worker)
    assert session["closed_by"] == "out"
    assert session["break_ms"] is not None
    punches = (await firm.owner.get("~/punches")).json()["items"]
    assert [(p["how"], p["lat"], p["recorded_by"]) for p in punches] == [("sms", None, None)] * 4
    assert all("no_position" in p["flags"] for p in punches)


async def test_the_answer_says_the_time_at_the_site_in_the_persons_language(firm, site, worker, phone):
    await worker.patch("/me", {"language": "en"})
    said = await phone.text("IN")
    at = (await firm.owner.get("~/punches")).json()["items"][0]["believed_at"]
    hour = (int(at[11:13]) + 9) % 24
    assert said.startswith("Clocked in:")
    assert f"{hour:02d}:{at[14:16]}" in said


async def test_the_same_message_again_is_the_same_punch(firm, site, worker, phone):
    sid = f"SM{new_id().hex}"
    answers = [await phone.text("출근", sid), *await at_once(*(phone.text("출근", sid) for _ in range(4)))]
    another = await phone.text("출근")

    assert len(set(answers)) == 1
    assert another.startswith("이미 출근해 있어요.")
    assert len(await record(firm, worker)) == 1
    assert len((await firm.owner.get("~/punches")).json()["items"]) == 1


async def test_what_is_not_signed_is_not_heard(firm, worker, phone):
    form = {"MessageSid": "SM1", "From": phone.number, "To": LINE, "Body": "출근"}
    right = RequestValidator(TOKEN).compute_signature(ORIGIN + TEXTS, form)

    answers = [
        await phone.send(TEXTS, form, ""),
        await phone.send(TEXTS, form, RequestValidator("another").compute_signature(ORIGIN + TEXTS, form)),
        await phone.send(TEXTS, {**form, "Body": "퇴근"}, right),
        await phone.send(TEXTS, {**form, "From": "+821099999999"}, right),
        await phone.send(CALLS, form, right),
        await phone.send(f"{TEXTS}?x=1", form, right),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert await record(firm, worker) == []


async def test_an_unknown_number_and_one_that_may_not_hear_the_same(firm, site, worker, phone):
    other = await found_firm(firm.app, "문자 안 받는 곳", "남의집")
    theirs = await Phone(phone.client, other.owner.phone).text("출근")
    nobodys = await Phone(phone.client, new_phone()).text("출근")
    withheld = await Phone(phone.client, "anonymous").text("출근")
    gone = await firm.hire("떠난사람")
    await firm.owner.delete(f"~/members/{gone.member_id}")

    assert theirs == nobodys == withheld == await Phone(phone.client, gone.phone).text("출근")
    assert "담당자" in nobodys
    assert "manager" in nobodys
    assert await record(other, other.owner) == []


async def test_who_works_for_two_says_which_by_number(firm, site, worker, phone):
    other = await found_firm(firm.app, "둘째 회사", "정미경")
    await other.site(name="둘째 현장")
    await take_texts(other)
    org_id, member_id = worker.org_id, worker.member_id
    await other.admit(worker)
    second = (worker.org_id, worker.member_id)
    worker.org_id, worker.member_id = org_id, member_id

    sid = f"SM{new_id().hex}"
    asked = await phone.text("출근", sid)
    assert asked == await phone.text("출근", sid)
    assert "1 푸른손 클린" in asked
    assert "2 둘째 회사" in asked
    assert await phone.text("7") == asked
    said = await phone.text("2")
    assert "둘째 현장" in said
    assert await phone.text("2") == said
    assert await phone.text("1") == said, "the word was about the second"
    went = await phone.text("퇴근")

    assert went.startswith("퇴근을 기록했어요."), "at work in one only, nobody asks"
    assert await record(firm, worker) == []
    worker.org_id, worker.member_id = second
    (session,) = await record(other, worker)
    assert session["closed_by"] == "out"


async def test_a_number_that_comes_too_late_means_nothing(firm, site, worker, phone, monkeypatch):
    other = await found_firm(firm.app, "둘째 회사", "정미경")
    await take_texts(other)
    org_id, member_id = worker.org_id, worker.member_id
    await other.admit(worker)
    worker.org_id, worker.member_id = org_id, member_id
    await phone.text("출근")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=16))

    assert (await phone.text("1")).startswith("이렇게 보내 주세요")
    assert await record(firm, worker) == []


async def test_the_number_alone_without_a_word_means_nothing(firm, worker, phone):
    for word in ("1", "안녕하세요", "", "출근 말고 퇴근", "x" * 3000):
        assert (await phone.text(word)).startswith("이렇게 보내 주세요")
    assert await record(firm, worker) == []


async def test_an_out_without_an_in_is_kept_and_said(firm, site, worker, phone):
    said = await phone.text("끝")
    assert "담당자가 확인" in said
    (punch,) = (await firm.owner.get("~/punches")).json()["items"]
    assert "no_open_session" in punch["flags"]


async def test_a_call_asks_for_a_key_and_says_what_was_recorded(firm, site, worker, phone):
    menu = await phone.call()
    sid = f"CA{new_id().hex}"
    came = await phone.call("1", sid=sid)
    again = await phone.call(sid=sid)
    rest = await phone.call("3")
    went = await phone.call("9", "2")

    assert 'language="ko-KR"' in menu
    assert "1번" in menu
    assert "출근을 기록했어요" in came
    assert "<Gather" not in came
    assert "출근을 기록했어요" in again
    assert "휴식 시작을 기록했어요" in rest
    assert "퇴근을 기록했어요" in went
    punches = (await firm.owner.get("~/punches")).json()["items"]
    assert [(p["kind"], p["how"]) for p in punches] == [
        ("out", "call"),
        ("break_start", "call"),
        ("in", "call"),
    ]


async def test_a_caller_without_an_idea_is_let_go(firm, worker, phone):
    await worker.patch("/me", {"language": "en"})
    said = await phone.call("8", "9", "0")
    assert "Nothing was recorded" in said
    assert 'language="en-US"' in said
    assert "<Gather" not in said
    assert await record(firm, worker) == []


async def test_a_call_to_two_workplaces_asks_which(firm, site, worker, phone):
    other = await found_firm(firm.app, "둘째 회사", "정미경")
    await take_texts(other)
    org_id, member_id = worker.org_id, worker.member_id
    await other.admit(worker)
    worker.org_id, worker.member_id = org_id, member_id

    asked = await phone.call("1")
    done = await phone.call("1", "1")

    assert "둘째 회사 2번" in asked
    assert site["name"] in done
    assert len(await record(firm, worker)) == 1


async def test_who_texts_without_end_is_not_answered(firm, site, worker, phone, monkeypatch):
    known = msgspec.structs.replace(settings.current(), rate_limits="on")
    monkeypatch.setattr(settings, "current", lambda: known)
    answers = [await phone.text("도움말") for _ in range(14)]
    assert answers[0] != ""
    assert answers[-1] == ""


async def test_a_number_that_is_none_is_refused_and_only_the_office_chooses_it(firm, worker, outsider):
    wrong = await firm.owner.put("~/record-policy", {"clock_number": "12345"})
    theirs = await worker.put("~/record-policy", {"clock_number": LINE})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "line-not-valid")
    assert theirs.status_code == 403
    assert (await outsider.get(f"/orgs/{firm.org_id}/record-policy")).status_code == 404


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_a_word_means_the_same_however_it_is_written(form):
    for word, meaning in (("출근", "in"), ("퇴 근!", "out"), ("휴식 시작", "break_start"), ("끝.", "out")):
        assert meaning_of(unicodedata.normalize(form, word)) == meaning
    assert [meaning_of(word) for word in ("IN", " Start", "STOP", "Break", "\uff29\uff2e", "이동")] == [
        *("in", "in", "out", "break", "in", "move")
    ]
    assert [number_of(word) for word in ("2", " \uff12 ", "0", "x")] == [2, 2, None, None]
