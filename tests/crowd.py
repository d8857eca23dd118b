"""Many people at once, for what is measured or broken at scale: written by SQL, signed in already.

Everything else in the tests is built through the API (tests/world.py); a thousand people are too many.
"""

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import asyncpg

from backend.core.ids import new_id

_numbers = itertools.count(secrets.randbelow(9_000_000))

SEOUL = (37.5006, 127.0364)
SITE_SPACING = 0.01  # degrees: about a kilometre, so no site is inside another's radius


@dataclass(frozen=True)
class Walker:
    """Somebody with a session, on a shift at a site now."""

    account_id: UUID
    member_id: UUID
    token: str
    name: str
    role: str
    phone: str

    @property
    def cookie(self) -> str:
        return f"session={self.token}"


@dataclass(frozen=True)
class Place:
    id: UUID
    name: str
    lat: float
    lon: float
    shift_id: UUID


@dataclass
class Crowd:
    """One organisation: an owner, workers, and sites with a published shift that has begun."""

    org_id: UUID
    owner: Walker
    workers: list[Walker]
    places: list[Place]
    starts_at: datetime
    ends_at: datetime
    place_of: dict[UUID, Place] = field(default_factory=dict)


async def gather_crowd(superuser_dsn: str, *, workers: int, places: int) -> Crowd:
    """Make an organisation with so many workers, spread evenly over so many sites."""
    now = datetime.now(UTC).replace(microsecond=0)
    crowd = Crowd(
        org_id=new_id(),
        owner=_walker(0, "owner"),
        workers=[_walker(number, "member") for number in range(1, workers + 1)],
        places=[_place(number) for number in range(places)],
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(hours=8),
    )
    for number, worker in enumerate(crowd.workers):
        crowd.place_of[worker.member_id] = crowd.places[number % places]
    connection = await asyncpg.connect(superuser_dsn)
    try:
        async with connection.transaction():
            await _write_people(connection, crowd, now)
            await _write_plan(connection, crowd, now)
    finally:
        await connection.close()
    await tidy(superuser_dsn)
    return crowd


async def tidy(superuser_dsn: str) -> None:
    """What autovacuum does in its time, now: statements are planned for the tables as they are."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _walker(number: int, role: str) -> Walker:
    phone = f"+8210{90_000_000 + next(_numbers):08d}"
    return Walker(new_id(), new_id(), secrets.token_urlsafe(32), f"직원 {number:04d}", role, phone)


def _place(number: int) -> Place:
    north, east = divmod(number, 20)
    lat, lon = SEOUL[0] + north * SITE_SPACING, SEOUL[1] + east * SITE_SPACING
    return Place(new_id(), f"현장 {number:03d}", round(lat, 6), round(lon, 6), new_id())


async def _write_people(connection: asyncpg.Connection, crowd: Crowd, now: datetime) -> None:
    everybody = [crowd.owner, *crowd.workers]
    await connection.execute(
        "INSERT INTO organisation (id, name, kind, timezone, language, created_at) "
        "VALUES ($1, '큰손 클린', 'company', 'Asia/Seoul', 'ko', $2)",
        crowd.org_id,
        now,
    )
    await connection.executemany(
        "INSERT INTO account (id, phone, name, created_at) VALUES ($1, $2, $3, $4)",
        [(walker.account_id, walker.phone, walker.name, now) for walker in everybody],
    )
    await connection.executemany(
        "INSERT INTO member (org_id, id, account_id, name, role, joined_at) VALUES ($1, $2, $3, $4, $5, $6)",
        [(crowd.org_id, w.member_id, w.account_id, w.name, w.role, now) for w in everybody],
    )
    await connection.executemany(
        "INSERT INTO session"
        " (id, account_id, token_hash, device, method, created_at, last_seen_at, expires_at)"
        " VALUES ($1, $2, $3, 'crowd', 'code', $4, $4, $5)",
        [
            (new_id(), w.account_id, sha256(w.token.encode()).digest(), now, now + timedelta(days=30))
            for w in everybody
        ],
    )


async def _write_plan(connection: asyncpg.Connection, crowd: Crowd, now: datetime) -> None:
    seats = len(crowd.workers) // len(crowd.places) + 1
    await connection.executemany(
        "INSERT INTO site (org_id, id, name, address, lat, lon, radius_m, timezone) "
        "VALUES ($1, $2, $3, '서울', $4, $5, 150, 'Asia/Seoul')",
        [(crowd.org_id, place.id, place.name, place.lat, place.lon) for place in crowd.places],
    )
    await connection.executemany(
        "INSERT INTO shift (org_id, id, site_id, starts_at, ends_at, seats, state, published_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, 'published', $7)",
        [
            (crowd.org_id, place.shift_id, place.id, crowd.starts_at, crowd.ends_at, seats, now)
            for place in crowd.places
        ],
    )
    await connection.executemany(
        "INSERT INTO assignment (org_id, id, shift_id, member_id, starts_at, ends_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (
                crowd.org_id,
                new_id(),
                crowd.place_of[worker.member_id].shift_id,
                worker.member_id,
                crowd.starts_at,
                crowd.ends_at,
            )
            for worker in crowd.workers
        ],
    )


async def remember(superuser_dsn: str, crowd: Crowd, walker: Walker, *, punches: int) -> None:
    """Give somebody a past: so many punches, in and out twice a day, with what follows from them."""
    place = crowd.place_of[walker.member_id]
    first_in = crowd.starts_at - timedelta(hours=24)
    stays = [
        (
            first_in - timedelta(hours=12) * number,
            first_in - timedelta(hours=12) * number + timedelta(hours=4),
        )
        for number in range(punches // 2)
    ]
    await _write_stays(superuser_dsn, crowd, [(walker, place, *stay) for stay in stays])


async def half_at_work(superuser_dsn: str, crowd: Crowd) -> None:
    """Of four workers, two are at work now, one has left, and one has not come."""
    now = datetime.now(UTC)
    stays: list[tuple[Walker, Place, datetime, datetime | None]] = []
    for number, walker in enumerate(crowd.workers):
        place = crowd.place_of[walker.member_id]
        if number % 4 < 2:
            stays.append((walker, place, now - timedelta(minutes=3), None))
        elif number % 4 == 2:
            stays.append((walker, place, now - timedelta(minutes=3), now - timedelta(minutes=1)))
    await _write_stays(superuser_dsn, crowd, stays)


async def _write_stays(
    superuser_dsn: str, crowd: Crowd, stays: list[tuple[Walker, Place, datetime, datetime | None]]
) -> None:
    punches, sessions, readings = [], [], []
    for walker, place, start, end in stays:
        in_id, out_id = new_id(), new_id() if end else None
        shift_id = place.shift_id if start >= crowd.starts_at else None
        for kind, punch_id, at in (("in", in_id, start), ("out", out_id, end)):
            if punch_id:
                punches.append((crowd.org_id, punch_id, walker.member_id, kind, place.id, shift_id, at))
                readings.append((crowd.org_id, punch_id, in_id))
        sessions.append(
            (
                crowd.org_id,
                in_id,
                walker.member_id,
                place.id,
                shift_id,
                start,
                end,
                "out" if end else None,
                out_id,
            )
        )
    connection = await asyncpg.connect(superuser_dsn)
    try:
        async with connection.transaction():
            await connection.executemany(
                "INSERT INTO punch (org_id, id, member_id, kind, site_id, shift_id, how, device_time,"
                " server_time, believed_at, claim_hash)"
                " VALUES ($1, $2, $3, $4, $5, $6, 'none', $7, $7, $7, '\\x00')",
                punches,
            )
            await connection.executemany(
                "INSERT INTO work_session (org_id, id, member_id, site_id, shift_id, started_at, ended_at,"
                " closed_by, out_punch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                sessions,
            )
            await connection.executemany(
                "INSERT INTO reading (org_id, punch_id, session_id) VALUES ($1, $2, $3)", readings
            )
    finally:
        await connection.close()
    await tidy(superuser_dsn)
