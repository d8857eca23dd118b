"""The world "cleaning firm": 푸른손 클린 in Seoul, some days of its past, today, and the week to come.

Around the moment of planting somebody is at work, somebody is late, somebody comes soon, and a night
shift crosses midnight. One worker also works for a second firm.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.attendance.errors import AlreadyIn, AlreadyOut, PunchExists
from backend.attendance.schemas.punches import Kind, PunchInput
from backend.attendance.service.clock_in import take_punch
from backend.core import clock
from backend.identity.schemas import MemberChange
from backend.identity.service import members
from backend.scheduling import qr
from backend.scheduling.schemas.publications import PublicationInput
from backend.scheduling.schemas.shifts import ShiftInput
from backend.scheduling.schemas.sites import SiteInput
from backend.scheduling.service import assignments, publications, shifts, sites
from backend.seeds.cleaning_pay import plant_choices, plant_last_week
from backend.seeds.cleaning_planning import plant_client, plant_open_shifts, plant_positions, plant_terms
from backend.seeds.cleaning_record import plant_consents, plant_policy
from backend.seeds.cleaning_time import plant_time
from backend.seeds.cleaning_visits import plant_today, plant_visits
from backend.seeds.people import Person, fixed_id, found, hire, memberships, sign_up

SEOUL = ZoneInfo("Asia/Seoul")
FIRM, SECOND_FIRM = "푸른손 클린", "한빛 홈케어"
DAYS_BEFORE, DAYS_AFTER = 13, 13
"""The past holds the whole of last week, whatever day it is."""
EMPLOYED_FOR = timedelta(days=100)
LATE_PHONE = timedelta(minutes=50)
"""How long the phone in the basement keeps its punches."""

OWNER = ("김영숙", "010-0000-0001")
MANAGER = ("박정호", "010-0000-0002")
CREW = [
    ("이순자", "010-0000-0011"),
    ("최명희", "010-0000-0012"),
    ("정대만", "010-0000-0013"),
    ("강미란", "010-0000-0014"),
    ("조성훈", "010-0000-0015"),
    ("윤옥순", "010-0000-0016"),
    ("임재현", "010-0000-0017"),
    ("한복희", "010-0000-0018"),
    ("오세진", "010-0000-0019"),
    ("서말순", "010-0000-0020"),
    ("Nguyễn Thị Lan", "010-0000-0021"),
    ("Батбаяр", "010-0000-0022"),
]
SECOND_OWNER = ("정미경", "010-0000-0031")

SITES = {
    "tower": ("역삼 타워", "서울 강남구 테헤란로 152", 37.50004, 127.03653, "열쇠는 1층 경비실. 화장실부터."),
    "market": ("망원시장", "서울 마포구 포은로 8길 14", 37.55602, 126.90555, "뒷문 비밀번호는 담당자에게."),
    "office": (
        "성수 지식산업센터",
        "서울 성동구 성수이로 113",
        37.54406,
        127.05633,
        "지하 2층은 신호가 없어요.",
    ),
    "depot": ("가산 물류센터", "서울 금천구 가산디지털1로 168", 37.48078, 126.88257, "밤에는 3번 문으로."),
}


@dataclass(frozen=True)
class Routine:
    """The same people at the same site at the same hours, day by day."""

    site: str
    begins: time
    hours: int
    crew: tuple[int, ...]
    missing_today: tuple[int, ...] = ()
    weekends: bool = True

    @property
    def break_min(self) -> int:
        """What the law asks for: half an hour in four hours, an hour in eight."""
        return 60 if self.hours >= 8 else 30 if self.hours >= 4 else 0


@dataclass
class World:
    """What has been planted so far."""

    owner: Person
    manager: Person
    crew: list[Person]
    sites: dict[str, UUID] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - a story, not a secret


async def plant() -> list[str]:
    """Plant the world, or find it, and return who can sign in."""
    second_owner = await sign_up(*SECOND_OWNER)
    if not await memberships(second_owner):  # it is planted last, so a world cut short is planted on
        world = await _people()
        await _sites(world)
        for routine in _routines(clock.now().astimezone(SEOUL)):
            await _plan(world, routine)
        await _planning(world)
        await plant_consents([world.owner, world.manager, *world.crew])
        await plant_policy(world.owner, world.sites["depot"])
        await _publish(world)
        for routine in _routines(clock.now().astimezone(SEOUL)):
            await _work(world, routine)
        await _visits(world)
        await plant_last_week(world.owner, world.manager)
        await _second_firm(second_owner, world.crew[0])
    return _accounts()


def _accounts() -> list[str]:
    people = [(OWNER, f"대표 / owner, {FIRM}"), (MANAGER, f"관리자 / manager, {FIRM}")]
    people += [
        (CREW[0], f"{FIRM} + {SECOND_FIRM}"),
        (CREW[1], f"현장 관리 / site manager, {SITES['tower'][0]}"),
    ]
    people += [(person, FIRM) for person in CREW[2:]]
    people.append((SECOND_OWNER, f"대표 / owner, {SECOND_FIRM}"))
    return [f"{phone}  {name}  ({what})" for (name, phone), what in people]


def _routines(now: datetime) -> list[Routine]:
    """Two that hang on the present hour, so that something is always going on, and three that do not."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return [
        Routine("tower", (hour - timedelta(hours=1)).time(), 4, crew=(0, 1, 2), missing_today=(2,)),
        Routine("market", (hour + timedelta(hours=1)).time(), 3, crew=(3, 4)),
        Routine("office", time(6), 4, crew=(5, 6, 10), weekends=False),
        Routine("office", time(18), 4, crew=(7, 11), weekends=False),
        Routine("depot", time(22), 8, crew=(8, 9), weekends=False),
    ]


async def _people() -> World:
    """Everybody has been here for some months: a week in which somebody began has no paid day off."""
    with clock.stopped_at(clock.now() - EMPLOYED_FOR):
        owner = await sign_up(*OWNER)
        await found(owner, FIRM)
        world = World(owner, await sign_up(*MANAGER), [])
        await hire(owner, world.manager, "manager")
        for number, (name, phone) in enumerate(CREW):
            person = await sign_up(name, phone, "en" if number >= len(CREW) - 2 else "ko")
            await hire(owner, person)
            world.crew.append(person)
    return world


async def _sites(world: World) -> None:
    with world.owner.acting() as owner:
        for key, (name, address, lat, lon, note) in SITES.items():
            wanted = SiteInput(
                name=name,
                address=address,
                lat=lat,
                lon=lon,
                timezone="Asia/Seoul",
                note=note,
                id=fixed_id("site", FIRM, key),
            )
            world.sites[key] = (await sites.open_site(owner, wanted)).id
        change = MemberChange(site_ids=[world.sites["tower"]])
        await members.change_member(owner, world.crew[1].member_id, change)


def _days() -> list[date]:
    today = clock.now().astimezone(SEOUL).date()
    return [today + timedelta(days=offset) for offset in range(-DAYS_BEFORE, DAYS_AFTER + 1)]


def _shift_days(routine: Routine) -> list[tuple[UUID, datetime]]:
    """Each shift of a routine: its id and its start."""
    return [
        (
            fixed_id("shift", FIRM, routine.site, routine.crew, day),
            datetime.combine(day, routine.begins, SEOUL),
        )
        for day in _days()
        if routine.weekends or day.weekday() < 5
    ]


async def _plan(world: World, routine: Routine) -> None:
    with world.manager.acting() as manager:
        for shift_id, starts_at in _shift_days(routine):
            wanted = ShiftInput(
                site_id=world.sites[routine.site],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=routine.hours),
                seats=len(routine.crew),
                break_min=routine.break_min,
                id=shift_id,
            )
            await shifts.plan_shift(manager, wanted)
            for number in routine.crew:
                await assignments.assign(manager, shift_id, world.crew[number].member_id)


async def _planning(world: World) -> None:
    """Contracts, kinds of work, a client, and free seats in the days to come."""
    first_day, today = _days()[0], _days()[DAYS_BEFORE]
    await plant_choices(world.owner)
    await plant_terms(world.manager, world.crew, first_day.replace(day=1))
    kinds = await plant_positions(world.manager, world.crew)
    await plant_client(world.manager, world.sites, first_day.replace(day=1))
    await plant_open_shifts(world.manager, world.sites, kinds["glass"], today)
    await plant_time(world.manager, world.crew, today)


async def _publish(world: World) -> None:
    """All but the last days, which are still drafts."""
    days = [datetime.combine(day, time(), SEOUL) for day in _days()]
    with world.manager.acting() as manager:
        await publications.publish(manager, PublicationInput(days[0], days[-3]))


async def _work(world: World, routine: Routine) -> None:
    """What the crew did until now: mostly on time, not always, and once from a basement."""
    for _, starts_at in _shift_days(routine):
        ends_at = starts_at + timedelta(hours=routine.hours)
        for number in routine.crew:
            is_now = starts_at <= clock.now() < ends_at
            if not (is_now and number in routine.missing_today):
                await _work_shift(world, number, routine.site, starts_at, ends_at)


async def _work_shift(world: World, number: int, site: str, starts_at: datetime, ends_at: datetime) -> None:
    came = starts_at + timedelta(minutes=world.random.randint(-9, 3))
    went = ends_at + timedelta(minutes=world.random.randint(0, 8))
    await _punch(world, number, site, "in", came)
    if ends_at - starts_at > timedelta(hours=4):
        pause = starts_at + (ends_at - starts_at) / 2
        await _punch(world, number, site, "break_start", pause)
        await _punch(world, number, site, "break_end", pause + timedelta(minutes=45))
    if world.random.random() > 0.04:  # somebody always forgets
        await _punch(world, number, site, "out", went)


async def _punch(world: World, number: int, site: str, kind: Kind, at: datetime) -> None:
    """One tap as the phone sends it: with a position, with the poster's code, or late from the basement."""
    person = world.crew[number]
    waited = LATE_PHONE if site == "office" and number == 5 else timedelta()
    if at + waited > clock.now():
        return
    _, _, lat, lon, _ = SITES[site]
    chance = world.random.random()
    scanned = chance < 0.2
    far = 0.004 if chance > 0.96 else 0.0
    with person.acting() as actor, clock.stopped_at(at + waited):
        punch = PunchInput(
            kind=kind,
            device_time=at,
            last_server_time=at,
            device_age_ms=0,
            site_id=world.sites[site],
            lat=None if scanned else round(lat + far + world.random.uniform(-3e-4, 3e-4), 6),
            lon=None if scanned else round(lon + world.random.uniform(-3e-4, 3e-4), 6),
            accuracy_m=None if scanned else float(world.random.randint(8, 35)),
            qr=qr.printed(actor.org, world.sites[site], 1) if scanned else None,
            app_version="seed",
        )
        try:
            await take_punch(actor, fixed_id("punch", person.phone, kind, at), punch)
        except (AlreadyIn, AlreadyOut, PunchExists):  # of a planting that was cut short
            return


async def _visits(world: World) -> None:
    """What is to be done at the sites, and what the first of the crew has done of it today."""
    await plant_visits(world.manager, world.sites)
    now = clock.now()
    begun = [shift for shift in _shift_days(_routines(now.astimezone(SEOUL))[0]) if shift[1] <= now]
    shift_id, _ = begun[-1]
    await plant_today(world.crew[0], world.sites["tower"], shift_id)


async def _second_firm(owner: Person, worker: Person) -> None:
    """A firm with one site, where a worker of the first one helps out."""
    await found(owner, SECOND_FIRM)
    await hire(owner, worker)
    tomorrow = datetime.combine(_days()[DAYS_BEFORE + 1], time(13), SEOUL)
    with owner.acting() as actor:
        site = await sites.open_site(
            actor,
            SiteInput(
                name="연남동 빌라",
                address="서울 마포구 동교로 240",
                lat=37.56132,
                lon=126.92525,
                timezone="Asia/Seoul",
                note="초인종은 두 번.",
                id=fixed_id("site", SECOND_FIRM),
            ),
        )
        wanted = ShiftInput(
            site_id=site.id,
            starts_at=tomorrow,
            ends_at=tomorrow + timedelta(hours=3),
            id=fixed_id("shift", SECOND_FIRM),
        )
        await shifts.plan_shift(actor, wanted)
        await assignments.assign(actor, wanted.id or site.id, worker.member_id)
        hour = timedelta(hours=1)
        await publications.publish(actor, PublicationInput(tomorrow - hour, tomorrow + hour))
