"""Keys and alarm codes: behind a PIN, for who works there now, and every look recorded."""

import asyncio
from uuid import UUID

from backend.core import database, tenancy
from tests.scheduling.plan import manage_site
from tests.visits.visit import visit_now
from tests.world import Firm, Person

NOTE = {"text": "경비실 열쇠 3번, 경보 해제 7788*", "pin": "4821"}


async def note_at(firm: Firm, site_id: str) -> None:
    answer = await firm.owner.put(f"~/sites/{site_id}/access-note", NOTE)
    assert answer.status_code == 204, answer.text


async def test_who_works_there_reads_it_with_the_pin_and_the_office_sees_who_looked(
    firm: Firm, worker: Person
) -> None:
    visit = await visit_now(firm, worker)
    await note_at(firm, visit["site_id"])
    looked = await worker.post(f"~/sites/{visit['site_id']}/access-note/looks", {"pin": "4821"})
    assert (looked.status_code, looked.json()) == (200, {"text": NOTE["text"]})

    seen = (await firm.owner.get(f"~/sites/{visit['site_id']}/access-note")).json()
    assert seen["exists"] is True
    assert [(look["name"], look["opened"]) for look in seen["looks"]] == [(worker.name, True)]
    assert "경비실" not in str(seen)
    assert [event["kind"] for event in await firm.events("AccessNoteRead")] == ["AccessNoteRead"]


async def test_the_note_lies_encrypted_and_stands_in_no_event(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    await note_at(firm, visit["site_id"])
    assert "경비실" not in str(await firm.events())
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            (row,) = await database.fetch("SELECT sealed, pin_hash FROM access_note")
    assert "경비실".encode() not in bytes(row["sealed"])
    assert b"4821" not in bytes(row["pin_hash"])


async def test_five_wrong_pins_close_it_even_when_they_come_at_once(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    await note_at(firm, visit["site_id"])
    path = f"~/sites/{visit['site_id']}/access-note/looks"
    tries = await asyncio.gather(*(worker.post(path, {"pin": f"000{n}"}) for n in range(8)))
    assert sorted(answer.status_code for answer in tries) == [403] * 5 + [429] * 3
    right = await worker.post(path, {"pin": "4821"})
    assert (right.status_code, right.json()["code"]) == (429, "too-many-pins")
    assert int(right.headers["retry-after"]) > 0
    office = await firm.owner.post(path, {"pin": "4821"})
    assert office.status_code == 200, "one person's tries lock out nobody else"


async def test_a_right_pin_forgets_the_wrong_ones(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    await note_at(firm, visit["site_id"])
    path = f"~/sites/{visit['site_id']}/access-note/looks"
    for pin in ("1111", "1111", "4821"):
        await worker.post(path, {"pin": pin})
    assert (await worker.post(path, {"pin": "1111"})).json()["tries_left"] == 4


async def test_who_does_not_work_there_about_now_is_refused(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker, starts=20, ends=23)
    await note_at(firm, visit["site_id"])
    early = await worker.post(f"~/sites/{visit['site_id']}/access-note/looks", {"pin": "4821"})
    assert (early.status_code, early.json()["code"]) == (403, "not-on-shift")


async def test_refusals(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    path = f"~/sites/{visit['site_id']}/access-note"
    assert (await worker.post(f"{path}/looks", {"pin": "4821"})).status_code == 404
    assert (await firm.owner.put(path, {"text": "열쇠"})).status_code == 422
    assert (await firm.owner.put(path, {"text": "열쇠", "pin": "12"})).status_code == 400
    assert (await worker.put(path, NOTE)).status_code == 403
    other = await firm.site(name="다른 현장")
    await manage_site(firm, worker, other["id"])
    assert (await worker.put(path, NOTE)).status_code == 404


async def test_a_new_text_keeps_the_pin_and_a_removed_note_is_gone(firm: Firm, worker: Person) -> None:
    visit = await visit_now(firm, worker)
    await note_at(firm, visit["site_id"])
    path = f"~/sites/{visit['site_id']}/access-note"
    assert (await firm.owner.put(path, {"text": "열쇠는 2층"})).status_code == 204
    assert (await worker.post(f"{path}/looks", {"pin": "4821"})).json() == {"text": "열쇠는 2층"}
    assert (await firm.owner.delete(path)).status_code == 204
    assert (await worker.post(f"{path}/looks", {"pin": "4821"})).status_code == 404
