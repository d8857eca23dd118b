"""The live stream: who hears what, how one comes back, and when it ends."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core import clock, database, stream, tenancy
from backend.core.events import EVERYONE, MANAGERS, Event, record
from backend.core.ids import new_id
from tests.core.ear import Ear
from tests.world import browser


class News(Event, frozen=True):
    """Something new."""

    documents = ("board",)

    subject_id: UUID
    number: int = 0


class Quiet(Event, frozen=True):
    """Something that changes no document."""

    subject_id: UUID


class Teller:
    """Records events of the firm."""

    def __init__(self, firm) -> None:
        self.org_id = UUID(firm.org_id)

    async def tell(self, *events: Event, to=MANAGERS) -> None:
        with tenancy.acting_for(org_id=self.org_id):
            async with database.transaction():
                for event in events:
                    await record(event, by=None, to=to)


@pytest.fixture
def teller(firm):
    return Teller(firm)


async def test_managers_hear_everything_members_what_is_theirs(app, firm, worker, second_worker, teller):
    async with Ear(app, firm.owner) as owner, Ear(app, worker) as mine, Ear(app, second_worker) as other:
        await teller.tell(News(new_id(), 1))
        await teller.tell(News(new_id(), 2), to=[UUID(worker.member_id)])
        await teller.tell(News(new_id(), 3), to=EVERYONE)
        assert [(await owner.next())["kind"] for _ in range(3)] == ["News"] * 3
        first, second = await mine.next(), await mine.next()
        only = await other.next()
    assert first["id"] < second["id"] == only["id"]
    assert first["event"] == "change"
    assert first["documents"] == ["board"]
    assert set(first) == {"event", "id", "kind", "subject", "documents"}


async def test_a_site_manager_hears_that_documents_changed_and_not_of_whom(app, firm, worker, teller):
    site = await firm.site()
    answer = await firm.owner.patch(f"~/members/{worker.member_id}", {"site_ids": [site["id"]]})
    assert answer.status_code == 200, answer.text
    async with Ear(app, worker) as ear:
        await teller.tell(Quiet(new_id()), News(new_id()))
        while (heard := await ear.next())["documents"] != ["board"]:
            pass  # the news of the site, and of their own new task
    assert set(heard) == {"event", "id", "documents"}


async def test_who_comes_back_hears_what_they_missed_once(app, firm, teller):
    async with Ear(app, firm.owner) as ear:
        await teller.tell(News(new_id(), 1))
        last = (await ear.next())["id"]
    subjects = [new_id() for _ in range(3)]
    await teller.tell(*(News(subject) for subject in subjects))
    async with Ear(app, firm.owner, last_id=last) as ear:
        last_news = new_id()
        await teller.tell(News(last_news))
        heard = [(await ear.next())["subject"] for _ in range(4)]
    assert heard == [str(subject) for subject in (*subjects, last_news)]


async def test_the_greeting_says_where_to_come_back_to(app, firm, teller):
    async with Ear(app, firm.owner) as ear:
        place = ear.last_id
    subject = new_id()
    await teller.tell(News(subject))
    async with Ear(app, firm.owner, last_id=place) as ear:
        assert (await ear.next())["subject"] == str(subject)


@pytest.mark.parametrize("last_id", ["no number", "-1", "9" * 18, "9" * 40, "1.5", ""])
async def test_an_id_that_never_was_asks_for_everything_anew(app, firm, teller, last_id):
    async with Ear(app, firm.owner, last_id=last_id) as ear:
        await teller.tell(News(new_id()))
        assert (await ear.next())["event"] == ("reload" if last_id else "change")


async def test_too_much_or_too_old_asks_for_everything_anew(app, firm, teller):
    async with Ear(app, firm.owner) as ear:
        place = ear.last_id
    await teller.tell(News(new_id()))
    with clock.stopped_at(clock.now() + stream.CATCH_UP_AGE + timedelta(hours=1)):
        async with Ear(app, firm.owner, last_id=place) as ear:
            assert (await ear.next())["event"] == "reload"
    await teller.tell(*(News(new_id()) for _ in range(stream.CATCH_UP_EVENTS)))
    async with Ear(app, firm.owner, last_id=place) as ear:
        assert (await ear.next())["event"] == "reload"
        await teller.tell(News(new_id()))
        assert (await ear.next())["event"] == "change"


async def test_an_event_that_was_committed_late_is_not_skipped(app, firm, teller):
    late = asyncio.Event()
    subjects = [new_id(), new_id()]

    async def slow() -> None:
        with tenancy.acting_for(org_id=teller.org_id):
            async with database.transaction():
                await record(News(subjects[0]), by=None)
                await late.wait()

    async with Ear(app, firm.owner) as ear:
        slowly = asyncio.create_task(slow())
        await asyncio.sleep(0.05)
        await teller.tell(News(subjects[1]))
        await asyncio.sleep(0.1)
        late.set()
        await slowly
        assert [(await ear.next())["subject"] for _ in range(2)] == [str(subject) for subject in subjects]


async def test_strangers_and_outsiders_hear_nothing(app, firm, outsider, worker):
    async with Ear(app, outsider, org_id=firm.org_id) as ear:
        assert ear.status == 404
    worker.client = browser(app)
    async with Ear(app, worker) as ear:
        assert ear.status == 401


class TestEnd:
    @pytest.fixture(autouse=True)
    def short_pings(self, monkeypatch):
        monkeypatch.setattr(stream, "PING_S", 0.1)

    async def test_signs_of_life_carry_the_place(self, app, firm):
        async with Ear(app, firm.owner) as ear:
            place = ear.last_id
            block = await ear.block()
        assert block == f": ping\nid: {place}"

    async def test_it_ends_when_the_session_ends(self, app, worker):
        async with Ear(app, worker) as ear:
            answer = await worker.delete("/sign-in/sessions/current")
            assert answer.status_code == 204
            await ear.end()

    async def test_it_ends_in_the_middle_of_much_news_too(self, app, worker, teller):
        async def chatter() -> None:
            while True:
                await teller.tell(News(new_id()), to=EVERYONE)

        async with Ear(app, worker) as ear:
            talking = asyncio.create_task(chatter())
            assert (await worker.delete("/sign-in/sessions/current")).status_code == 204
            await ear.end()
            talking.cancel()

    async def test_it_ends_when_the_membership_ends(self, app, firm, worker):
        async with Ear(app, worker) as ear:
            answer = await firm.owner.delete(f"~/members/{worker.member_id}")
            assert answer.status_code == 204
            await ear.end()

    async def test_a_promotion_is_heard_in_the_open_stream(self, app, firm, worker, teller):
        async with Ear(app, worker) as ear:
            answer = await firm.owner.patch(f"~/members/{worker.member_id}", {"role": "manager"})
            assert answer.status_code == 200
            await asyncio.sleep(0.3)
            subject = new_id()
            await teller.tell(News(subject))
            while (await ear.next()).get("subject") != str(subject):
                pass


async def test_nobody_holds_a_connection_while_they_wait_and_nothing_is_left_of_them(app, firm, worker):
    pool = database.engine().pool
    ears = [Ear(app, person) for person in (firm.owner, worker) for _ in range(15)]
    for ear in ears:
        await ear.__aenter__()
    async with asyncio.timeout(2):
        while pool.get_idle_size() < pool.get_size():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    ear_of_process = stream._hubs[0]
    assert len(ear_of_process.channels[UUID(firm.org_id)].listeners) == 30
    for ear in ears:
        await ear.__aexit__()
    await asyncio.sleep(0.05)
    assert UUID(firm.org_id) not in ear_of_process.channels


async def test_more_streams_than_a_person_has_phones_are_refused(app, worker):
    ears = [Ear(app, worker) for _ in range(stream.STREAMS_PER_ACCOUNT + 1)]
    for ear in ears:
        await ear.__aenter__()
    assert [ear.status for ear in ears] == [200] * stream.STREAMS_PER_ACCOUNT + [429]
    for ear in ears:
        await ear.__aexit__()


async def test_it_goes_on_when_its_connection_is_cut(app, firm, teller, servers):
    superuser = await asyncpg.connect(servers.dsns.superuser)
    async with Ear(app, firm.owner) as ear:
        await superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pumasi-stream'"
        )
        subject = new_id()
        await teller.tell(News(subject))
        assert (await ear.next())["subject"] == str(subject)
    await superuser.close()
