"""One job for one event: done once, tried again, given up, and in order."""

from uuid import UUID

import pytest

from backend.core import database
from backend.core.events import Event, record
from backend.core.ids import new_id
from jobs import runner
from jobs.job import Happened, Job, TryLater, job, job_outside
from tests.jobs.conftest import happen

PHONE = "+821012345678"


class RunnerTried(Event, frozen=True):
    """Something to do."""

    subject_id: UUID
    number: int = 1


class Consequence(Event, frozen=True):
    """What the job does, as a row that can be counted."""

    subject_id: UUID


class Work:
    """A hand-over as the relay makes it, and what became of it."""

    def __init__(self, everything, work: Job, org_id: UUID) -> None:
        self.everything, self.job, self.org_id = everything, work, org_id

    async def arrive(self, *numbers: int, subject: UUID | None = None) -> list[int]:
        subject = subject or new_id()
        await happen(self.org_id, *(RunnerTried(subject_id=subject, number=n) for n in numbers or (1,)))
        rows = await self.everything.fetch(
            "INSERT INTO handover (org_id, event_id, job) SELECT org_id, id, $2 FROM event "
            "WHERE org_id = $1 AND kind = 'RunnerTried' ON CONFLICT DO NOTHING RETURNING event_id",
            self.org_id,
            self.job.name,
        )
        return [row["event_id"] for row in rows]

    async def run(self, event_id: int) -> None:
        await runner.run({self.job.name: self.job}, self.org_id, event_id, self.job.name)

    async def row(self, event_id: int):
        return await self.everything.fetchrow(
            "SELECT *, ring_at > clock_timestamp() AS later, ring_at = 'infinity' AS given_up "
            "FROM handover WHERE org_id = $1 AND event_id = $2",
            self.org_id,
            event_id,
        )

    async def consequences(self) -> int:
        return await self.everything.fetchval(
            "SELECT count(*) FROM event WHERE org_id = $1 AND kind = 'Consequence'", self.org_id
        )


@pytest.fixture
def work(everything):
    def of(work: Job) -> Work:
        return Work(everything, work, new_id())

    return of


@job
async def follow(event: Happened) -> None:
    await record(Consequence(subject_id=event.read(RunnerTried).subject_id), by=None)


async def test_a_job_of_the_database_happens_once_however_often_it_is_rung(work):
    given = work(follow)
    [event_id] = await given.arrive()
    for _ in range(3):
        await given.run(event_id)
    assert await given.consequences() == 1
    assert (await given.row(event_id))["done_at"]


async def test_effect_and_done_are_one_transaction(work):
    @job
    async def stumble(event: Happened) -> None:
        await record(Consequence(subject_id=event.subject), by=None)
        raise ValueError(f"cannot reach {PHONE}")

    given = work(stumble)
    [event_id] = await given.arrive()
    await given.run(event_id)
    row = await given.row(event_id)
    assert await given.consequences() == 0
    assert row["done_at"] is None
    assert (row["attempts"], row["later"]) == (1, True)
    assert "cannot reach" in row["error"]
    assert PHONE not in row["error"]


async def test_after_its_last_attempt_a_job_is_given_up_and_holds_nobody(work, everything):
    @job
    async def never(event: Happened) -> None:
        raise ValueError("no")

    given = work(never)
    first, second = await given.arrive(1, 2)
    await everything.execute(
        "UPDATE handover SET attempts = $2 WHERE event_id = $1", first, runner.ATTEMPTS - 1
    )
    await given.run(second)
    assert (await given.row(second))["attempts"] == 0
    await given.run(first)
    assert (await given.row(first))["given_up"]
    await given.run(second)
    assert (await given.row(second))["attempts"] == 1


async def test_a_job_says_itself_when_to_try_again(work, everything):
    @job_outside
    async def closed(event: Happened) -> None:
        raise TryLater("they sleep", after_s=3600)

    given = work(closed)
    [event_id] = await given.arrive()
    await given.run(event_id)
    wait = await everything.fetchval(
        "SELECT extract(epoch FROM ring_at - now()) FROM handover WHERE event_id = $1", event_id
    )
    assert 3500 < wait < 3700


async def test_a_later_event_of_a_subject_waits_for_the_earlier_one(work, everything):
    given = work(follow)
    first, second = await given.arrive(1, 2)
    [other] = await given.arrive(1)
    await given.run(second)
    await given.run(other)
    assert (await given.row(second))["done_at"] is None
    assert (await given.row(other))["done_at"]

    await everything.execute(
        "UPDATE handover SET ring_at = now() + interval '1 day' WHERE event_id = $1", second
    )
    await given.run(first)
    assert not (await given.row(second))["later"]  # the relay rings it at its next look
    await given.run(second)
    assert (await given.row(second))["done_at"]


async def test_outside_the_database_no_transaction_is_open(work):
    @job_outside
    async def look(event: Happened) -> None:
        assert database.engine().current_transaction.get() is None

    given = work(look)
    [event_id] = await given.arrive()
    await given.run(event_id)
    assert (await given.row(event_id))["done_at"]


async def test_a_job_that_this_version_does_not_know_waits(work):
    given = work(follow)
    [event_id] = await given.arrive()
    await runner.run({}, given.org_id, event_id, follow.name)
    assert (await given.row(event_id))["attempts"] == 0
