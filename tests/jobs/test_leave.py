"""Who hears of leave: the office of what is asked, the person of the answer."""

from uuid import UUID

from backend.core import database, tenancy
from jobs.job import Happened
from jobs.subscriptions import jobs_by_kind
from tests.jobs.test_reminders import rows
from tests.scheduling.test_leave import asked
from tests.world import Firm

KINDS = ("LeaveAsked", "LeaveDecided", "LeaveWithdrawn")


async def consequences(firm: Firm) -> None:
    """What follows from the events so far, by who made them; twice, as a queue may."""
    events = await rows(
        firm,
        "SELECT id, kind, subject, actor_id, at, data::text FROM event WHERE kind = ANY ($1) ORDER BY id",
        list(KINDS),
    )
    for event in [*events, *events]:
        what = Happened(UUID(firm.org_id), **_of(event))
        for job in jobs_by_kind()[event["kind"]]:
            with tenancy.acting_for(org_id=UUID(firm.org_id)):
                async with database.transaction():
                    await job.work(what)


def _of(event) -> dict:
    named = {name: event[name] for name in ("kind", "subject", "actor_id", "at")}
    return {**named, "event_id": event["id"], "data": event["data"].encode()}


async def told(firm: Firm) -> set[tuple[str, str, str]]:
    found = await rows(
        firm,
        "SELECT n.topic, m.name, n.link FROM recipient r JOIN notification n ON n.id = r.notification_id "
        "JOIN member m ON m.id = r.member_id",
    )
    assert len(found) == len({tuple(row) for row in found})
    return {(row["topic"], row["name"], row["link"]) for row in found}


async def test_the_office_hears_what_is_asked_and_taken_back_and_the_person_the_answer(
    firm, worker, second_worker, manager
):
    office = (firm.owner.name, manager.name)
    request = await asked(worker, kind="sick")
    await consequences(firm)
    assert await told(firm) == {("leave_asked", name, "/office/requests") for name in office}

    await firm.owner.put(f"~/leave-requests/{request['id']}/decision", {"approve": True})
    await worker.delete(f"~/leave-requests/{request['id']}")
    await consequences(firm)
    assert await told(firm) == {
        ("leave_decided", worker.name, "/my/leave"),
        *(("leave_asked", name, "/office/requests") for name in office),
        *(("leave_withdrawn", name, "/office/requests") for name in office),
    }


async def test_what_the_office_asks_for_somebody_it_knows_already(firm, worker):
    request = await asked(firm.owner, kind="sick", member_id=worker.member_id)
    await firm.owner.delete(f"~/leave-requests/{request['id']}")
    await consequences(firm)
    assert await told(firm) == {("leave_withdrawn", worker.name, "/my/leave")}
