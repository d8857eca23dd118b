"""Where somebody was is kept with their consent only, never needed for a punch, and forgotten in time."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.attendance.service import forgetting
from backend.core import clock, database, tenancy
from backend.core.ids import new_id
from tests.attendance.day import AT_SITE, record, tap
from tests.attendance.test_documents import documents
from tests.world import Firm, Person

DAY = timedelta(days=1)


async def say(person: Person, *, given: bool, consent_id: str | None = None, at=None, **changes):
    body = {
        "kind": "location",
        "given": given,
        "text_version": 1,
        "language": "ko",
        "said_at": (at or clock.now()).isoformat(),
        **changes,
    }
    return await person.put(f"~/consents/{consent_id or new_id()}", body)


async def work_of(person: Person):
    """What the person's phone keeps of their work."""
    return (await documents(person))["work"]


async def forget(firm: Firm) -> None:
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        await forgetting.forget()


async def test_what_was_said_is_kept_with_its_wording_and_shown_as_proof(firm, site, worker, second_worker):
    consent_id, at = str(new_id()), clock.now() - timedelta(minutes=3)
    first = await say(worker, given=True, consent_id=consent_id, at=at)
    again = await say(worker, given=True, consent_id=consent_id, at=at)
    later = await say(worker, given=False, language="en")

    assert (first.status_code, again.json()) == (200, first.json())
    assert later.status_code == 200
    path = f"~/consents?member_id={worker.member_id}"
    items = (await firm.owner.get(path)).json()["items"]
    assert [(i["given"], i["text_version"], i["language"]) for i in items] == [
        (False, 1, "en"),
        (True, 1, "ko"),
    ]
    assert items[1]["said_at"][:19] == at.isoformat()[:19]
    assert (await worker.get("~/consents")).json()["items"] == items
    assert (await second_worker.get(path)).status_code == 404
    assert len(await firm.events("ConsentAnswered")) == 2


async def test_an_id_belongs_to_one_answer(firm, worker, second_worker):
    consent_id = str(new_id())
    await say(worker, given=True, consent_id=consent_id)
    assert (await say(worker, given=False, consent_id=consent_id)).status_code == 409
    assert (await say(second_worker, given=True, consent_id=consent_id)).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"text_version": 2}, {"language": "xx"}, {"kind": "face"}, {"said_at": "yesterday"}, {"by": "x"}],
)
async def test_an_answer_to_another_question_is_refused(firm, worker, wrong):
    assert (await say(worker, given=True, **wrong)).status_code in (400, 422)


async def test_without_consent_a_punch_counts_and_has_no_position(firm, site, worker):
    agreed = await tap(worker, "in", site_id=site["id"], **AT_SITE)
    await say(worker, given=False)
    punch_id, at = str(new_id()), clock.now()
    refused = await tap(worker, "out", at, punch_id=punch_id, site_id=site["id"], **AT_SITE)
    again = await tap(worker, "out", at, punch_id=punch_id, site_id=site["id"], **AT_SITE)

    assert agreed.json()["lat"] is not None
    assert (refused.status_code, again.status_code) == (201, 200)
    assert (refused.json()["lat"], refused.json()["accuracy_m"], refused.json()["distance_m"]) == (None,) * 3
    assert (refused.json()["how"], "no_position" in refused.json()["flags"]) == ("none", True)
    assert [s["closed_by"] for s in await record(firm, worker)] == ["out"]
    await say(worker, given=True)
    assert (await tap(worker, "in", site_id=site["id"], **AT_SITE)).json()["how"] == "gps"


async def test_an_older_answer_that_arrives_later_does_not_win(firm, site, worker):
    await say(worker, given=False)
    await say(worker, given=True, at=clock.now() - DAY)
    assert (await tap(worker, "in", site_id=site["id"], **AT_SITE)).json()["lat"] is None


async def test_the_phone_hears_what_is_asked_for(firm, site, worker):
    assert (await work_of(worker))["asked"] == {
        "consent": None,
        "location_days": 90,
        "photo_days": 30,
        "clock_number": None,
    }
    await say(worker, given=True)
    await firm.owner.put("~/record-policy", {"location_days": 30, "clock_number": "070-7123-4567"})
    assert (await work_of(worker))["asked"] == {
        "consent": True,
        "location_days": 30,
        "photo_days": 30,
        "clock_number": "+827071234567",
    }


async def test_a_position_becomes_coarse_in_time_and_the_hours_stay(firm, site, worker, second_worker):
    now = clock.now()
    old = await tap(worker, "in", now - 90 * DAY + timedelta(hours=1), site_id=site["id"], **AT_SITE)
    fresh = await tap(second_worker, "in", now - DAY, site_id=site["id"], **AT_SITE)
    before = await record(firm, worker)
    await firm.owner.put("~/record-policy", {"location_days": 90})
    await forget(firm)
    assert (await firm.owner.get(f"~/punches/{old.json()['id']}")).json()["lat"] == AT_SITE["lat"]

    await firm.owner.put("~/record-policy", {"location_days": 1})
    await forget(firm)
    await forget(firm)

    for punch in (old, fresh):
        after = (await firm.owner.get(f"~/punches/{punch.json()['id']}")).json()
        assert (after["lat"], after["lon"]) == (37.5, 127.04)
        assert {n: v for n, v in after.items() if n not in ("lat", "lon")} == {
            n: v for n, v in punch.json().items() if n not in ("lat", "lon")
        }
    assert await record(firm, worker) == before
    (told,) = await firm.events("Forgotten")
    assert '"positions": 2' in told["data"]


async def test_the_next_night_is_set_and_another_firm_keeps_its_own(firm, site, worker, outsider):
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            await database.fetch("DELETE FROM timer")
    await say(worker, given=True)
    with tenancy.acting_for(org_id=UUID(firm.org_id)):
        async with database.transaction():
            (timer,) = await database.fetch("SELECT kind, due_at FROM timer")
    assert timer["kind"] == "ForgettingDue"
    assert timedelta(0) < timer["due_at"] - clock.now() <= 2 * DAY

    theirs = await outsider.post("~/sites", {"name": "x", "lat": 1.2345, "lon": 2.3456, "timezone": "UTC"})
    punch = {"site_id": theirs.json()["id"], "lat": 1.2345, "lon": 2.3456, "accuracy_m": 5}
    kept = await tap(outsider, "in", clock.now() - 20 * DAY, **punch)
    await firm.owner.put("~/record-policy", {"location_days": 1})
    await forget(firm)
    assert (await outsider.get(f"~/punches/{kept.json()['id']}")).json()["lat"] == 1.2345


@pytest.mark.parametrize(
    "wrong", [{"location_days": 0}, {"photo_days": 5000}, {"keep_years": 2}, {"photo_reason": "  "}]
)
async def test_a_policy_that_may_not_be_is_refused(firm, wrong):
    assert (await firm.owner.put("~/record-policy", wrong)).status_code in (400, 422)


async def test_nothing_is_deleted_before_three_years_and_then_only_on_wish(firm, site, worker, servers):
    leaver = await firm.hire("떠난사람")
    for person in (worker, leaver):
        await tap(person, "in", site_id=site["id"], **AT_SITE)
        await tap(person, "out", site_id=site["id"])
    await say(leaver, given=True)
    await firm.owner.delete(f"~/members/{leaver.member_id}")

    async def kept() -> set[str]:
        await forget(firm)
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            async with database.transaction():
                rows = await database.fetch(
                    "SELECT m.name FROM member m WHERE EXISTS (SELECT FROM punch p WHERE p.member_id = m.id)"
                )
        return {row["name"] for row in rows}

    everybody = {worker.name, leaver.name}
    await firm.owner.put("~/record-policy", {"keep_years": 3})
    assert await kept() == everybody, "who left today"
    await firm.owner.put("~/record-policy", {})
    await years_pass(servers, leaver, 4)
    assert await kept() == everybody, "nobody wished it"
    await firm.owner.put("~/record-policy", {"keep_years": 5})
    assert await kept() == everybody, "four years are not five"
    await firm.owner.put("~/record-policy", {"keep_years": 3})
    assert await kept() == {worker.name}
    assert len(await record(firm, worker)) == 1
    with tenancy.acting_for(org_id=UUID(firm.org_id)), pytest.raises(asyncpg.RaiseError):
        async with database.transaction():
            await database.fetch("SELECT delete_records(now() - interval '2 years', 10)")


async def years_pass(servers, person: Person, years: int) -> None:
    """Somebody left so long ago; what they clocked is as old."""
    connection = await asyncpg.connect(servers.dsns.superuser)
    member_id, ago = UUID(person.member_id), timedelta(days=366 * years)
    await connection.execute(
        "UPDATE member SET ended_at = ended_at - $2::interval WHERE id = $1", member_id, ago
    )
    await connection.execute(
        "UPDATE punch SET server_time = server_time - $2::interval, believed_at = least(believed_at, "
        "server_time - $2::interval) WHERE member_id = $1",
        member_id,
        ago,
    )
    await connection.close()
