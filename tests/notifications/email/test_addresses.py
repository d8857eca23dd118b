"""An address counts once a code that was mailed to it has come back."""

import asyncio
import json
import re
from datetime import timedelta

import pytest

from backend import settings
from backend.core import clock
from backend.notifications.channels.email.posts import Relay
from tests.processes import free_port


def mailed(address: str) -> list[str]:
    """The codes in the development provider's file, oldest first."""
    file = settings.current().data / "outbox" / "email.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [re.search(r"\b\d{6}\b", line["text"]).group() for line in lines if line["to"] == address]


async def row(ledger, person):
    return await ledger.fetchrow("SELECT * FROM email_address WHERE account_id = $1", person.account_id)


async def test_an_address_counts_once_its_code_has_come_back(worker, ledger):
    asked = await worker.put("/me/email", {"address": " soonja1@example.kr "})
    assert (asked.status_code, asked.json()["expires_in_s"]) == (202, 1800)
    assert await row(ledger, worker) is None
    [code] = mailed("soonja1@example.kr")
    answer = await worker.put("/me/email/verification", {"code": code})
    assert (answer.status_code, answer.json()["address"]) == (200, "soonja1@example.kr")
    assert (await row(ledger, worker))["verified_at"] is not None
    again = await worker.put("/me/email/verification", {"code": code})
    assert again.json()["code"] == "email-code-over"
    assert (await worker.delete("/me/email")).status_code == 204
    assert await row(ledger, worker) is None


async def test_guesses_share_five_tries_and_an_old_code_is_over(worker, ledger):
    await worker.put("/me/email", {"address": "soonja2@example.kr"})
    [code] = mailed("soonja2@example.kr")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    answers = await asyncio.gather(*(worker.put("/me/email/verification", {"code": wrong}) for _ in range(8)))
    assert sorted(a.json()["code"] for a in answers) == ["email-code-over"] * 3 + ["email-code-wrong"] * 5
    assert (await worker.put("/me/email/verification", {"code": code})).json()["code"] == "email-code-over"
    await worker.put("/me/email", {"address": "soonja2@example.kr"})
    newest = mailed("soonja2@example.kr")[-1]
    with clock.stopped_at(clock.now() + timedelta(minutes=31)):
        over = await worker.put("/me/email/verification", {"code": newest})
    assert over.json()["code"] == "email-code-over"
    assert await row(ledger, worker) is None


async def test_a_code_is_for_its_person_and_stored_hashed(worker, second_worker, ledger):
    await worker.put("/me/email", {"address": "soonja3@example.kr"})
    [code] = mailed("soonja3@example.kr")
    answer = await second_worker.put("/me/email/verification", {"code": code})
    assert answer.json()["code"] == "email-code-over"
    stored = await ledger.fetchval(
        "SELECT t::text FROM email_code t WHERE account_id = $1", worker.account_id
    )
    assert code not in stored.replace(worker.account_id, "")


@pytest.mark.parametrize(
    "address", ["soonja", "a@b", "a b@example.kr", "a@example.kr\r\nBcc: x@y.kr", "<a@example.kr>", "a@@b.kr"]
)
async def test_what_is_no_address_is_refused(worker, address):
    answer = await worker.put("/me/email", {"address": address})
    assert (answer.status_code, answer.json()["code"]) == (422, "address-not-valid")


async def test_nobody_is_flooded_and_a_broken_relay_is_told(worker, second_worker, relays):
    for _ in range(3):
        assert (await worker.put("/me/email", {"address": "soonja4@example.kr"})).status_code == 202
    answer = await worker.put("/me/email", {"address": "soonja4@example.kr"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-mails")
    relays(Relay(f"smtp://127.0.0.1:{free_port()}"))
    answer = await second_worker.put("/me/email", {"address": "soonja5@example.kr"})
    assert (answer.status_code, answer.json()["code"]) == (503, "mail-not-sent")
