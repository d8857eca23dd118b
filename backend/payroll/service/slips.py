"""Pay slips: released from locked sheets, given on payday, never changed (근로기준법 제48조 제2항).

A slip that corrects another is a new version with a reason; the old one stays, and each says who released it.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.core.ids import new_id
from backend.core.timers import set_timer
from backend.notifications.service.decide import Audience, Message, notify
from backend.payroll.errors import (
    AlreadyReleased,
    ChoiceNeeded,
    DeductionTooLarge,
    NothingToRelease,
    PeriodOpen,
    ReasonNeeded,
)
from backend.payroll.events import PaySlipsDue, PaySlipSeen, PaySlipsReleased
from backend.payroll.queries import slips as queries
from backend.payroll.schemas.pay import (
    Deduction,
    ReleasedView,
    ReleaseInput,
    SlipBrief,
    SlipContent,
    SlipView,
)
from backend.payroll.service.deductions import deductions, total_of
from backend.payroll.service.paydays import given_at, payday
from backend.payroll.service.statements import Pay, Stated, read_pay
from backend.timesheets.service.periods import Period
from backend.timesheets.service.periods import period as load_period

MOST_VERSIONS = 50
FOR_WORKER = "/my/pay"


async def release(actor: Actor, period_id: UUID, wanted: ReleaseInput) -> ReleasedView:
    """Make slips from what is locked; people get them on payday, or at once when it is over.

    Who has a slip that says the same keeps it. Raises PeriodOpen with everybody whose sheet is not locked,
    AlreadyReleased when no slip would say anything new, ReasonNeeded, DeductionTooLarge, NothingToRelease
    and ChoiceNeeded.
    """
    async with transaction():
        period = await load_period(period_id)
        await fetch(queries.HOLD, period_id)
        pay = await read_pay(period, wanted.member_ids)
        day = await payday(period, pay.settings.settings)
        if day is None:
            raise ChoiceNeeded(choices=["payday"])
        if not pay.people:
            raise NothingToRelease()
        made = await contents(period, day, pay)
        held = {row["member_id"]: row for row in await fetch(queries.NEWEST, period_id, list(made))}
        digests = {member_id: digest_of(content) for member_id, content in made.items()}
        fresh = [one for one in made if one not in held or held[one]["digest"] != digests[one]]
        _refuse(pay, made, fresh, [one for one in fresh if one in held], wanted.reason)

        now = clock.now()
        organisation = await fetch_row(queries.ORGANISATION)
        given = given_at(day, organisation["timezone"], now)
        await fetch(
            queries.ADD,
            period_id,
            day,
            given,
            wanted.reason,
            actor.member,
            now,
            [new_id() for _ in fresh],
            fresh,
            [held[one]["version"] + 1 if one in held else 1 for one in fresh],
            [digests[one] for one in fresh],
            [msgspec.json.encode(made[one]).decode() for one in fresh],
            [made[one].statement.total_won for one in fresh],
        )
        await record(PaySlipsReleased(period_id, fresh, given), by=actor, to=fresh)
        key = f"pay_slips/{period_id}/{given.isoformat()}"
        await set_timer(key=key, due_at=given, event=PaySlipsDue(period_id))
    unchanged = [one for one in made if one not in fresh]
    return ReleasedView(released=fresh, unchanged=unchanged, payday=day, given_at=given)


async def tell(period_id: UUID) -> None:
    """Whoever has been given a slip hears of it, once."""
    async with transaction():
        period = await load_period(period_id)
        for row in await fetch(queries.GIVEN, period_id, clock.now()):
            message = Message(
                topic="pay_slip",
                key=f"pay_slip/{period_id}/{row['released_at'].isoformat()}/{row['corrected']}",
                subject=period_id,
                variables={
                    "from_on": {"at": _midnight(period.from_on), "zone": "UTC"},
                    "until_on": {"at": _midnight(period.until_on), "zone": "UTC"},
                    "corrected": "yes" if row["corrected"] else "no",
                },
                link=FOR_WORKER,
            )
            await notify(message, Audience.of(row["members"], "paid"), by=None)


async def slip(actor: Actor, slip_id: UUID) -> SlipView:
    """A slip: one's own once it was given, everybody's for who may see pay. Raises NotFound."""
    async with transaction():
        row = await fetch_row(queries.ONE, slip_id, clock.now())
    if row is None:
        raise NotFound()
    if not (row["member_id"] == actor.member and row["given_at"] <= clock.now()):
        if row["member_id"] == actor.member and not actor.may("see_pay"):
            raise NotFound()  # it is not payday yet
        actor.must("see_pay")
    return SlipView(
        id=row["id"],
        member_id=row["member_id"],
        period_id=row["period_id"],
        version=row["version"],
        released_at=row["released_at"],
        given_at=row["given_at"],
        seen_at=row["seen_at"],
        reason=row["reason"],
        newest=row["newest"],
        content=msgspec.json.decode(row["content"], type=SlipContent),
    )


async def see(actor: Actor, slip_id: UUID) -> SlipView:
    """The person has opened their slip; the first time counts. Raises NotFound for somebody else's."""
    async with transaction():
        found = await slip(actor, slip_id)
        if found.member_id != actor.member or found.given_at > clock.now():
            raise NotFound()
        if await fetch(queries.SEE, slip_id, clock.now()):
            await record(PaySlipSeen(slip_id, actor.member), by=actor)
        return await slip(actor, slip_id)


async def newest(period_id: UUID, member_ids: Sequence[UUID] | None) -> dict[UUID, tuple[str, SlipBrief]]:
    """Each person's newest slip of a period, with the digest of what it says. Inside a transaction."""
    rows = await fetch(queries.NEWEST, period_id, member_ids)
    return {row["member_id"]: (row["digest"], brief(row)) for row in rows}


async def versions(period_id: UUID, member_id: UUID) -> list[SlipBrief]:
    """All slips of somebody's period, the newest first. Inside a transaction."""
    return [brief(row) for row in await fetch(queries.OF_MEMBER, period_id, member_id, MOST_VERSIONS)]


def digest_of(content: SlipContent) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def brief(row: Any) -> SlipBrief:
    return SlipBrief(**{name: row[name] for name in SlipBrief.__struct_fields__})


async def contents(period: Period, day: date, pay: Pay) -> dict[UUID, SlipContent]:
    """What would stand on everybody's slip now. Inside a transaction."""
    members = list(pay.people)
    organisation = await fetch_row(queries.ORGANISATION)
    people = {row["id"]: row for row in await fetch(queries.PEOPLE, members)}
    born = {row["member_id"]: row["born_on"] for row in await fetch(queries.BORN, members)}
    taken = await deductions(period.id, members)
    return {
        member_id: _content(
            organisation["name"],
            people[member_id],
            born.get(member_id),
            period,
            day,
            stated,
            taken.get(member_id, []),
        )
        for member_id, stated in pay.people.items()
    }


def _content(
    organisation: str,
    person: Any,
    born_on: date | None,
    period: Period,
    day: date,
    stated: Stated,
    taken: list[Deduction],
) -> SlipContent:
    deducted = total_of(taken)
    return SlipContent(
        organisation=organisation,
        name=person["name"],
        number=person["number"],
        born_on=born_on,
        from_on=period.from_on,
        until_on=period.until_on,
        payday=day,
        worked_days=stated.worked_days,
        statement=stated.statement,
        deductions=tuple(taken),
        deducted_won=deducted,
        net_won=stated.statement.total_won - deducted,
    )


def _refuse(
    pay: Pay, made: dict[UUID, SlipContent], fresh: list[UUID], corrected: list[UUID], reason: str
) -> None:
    unlocked = [one for one, stated in pay.people.items() if not stated.final]
    if unlocked:
        states = {one: pay.people[one].state for one in unlocked}
        raise PeriodOpen(people=[{**_named(one, made), "state": states[one]} for one in unlocked])
    if not fresh:
        raise AlreadyReleased(people=[_named(one, made) for one in made])
    if corrected and not reason.strip():
        raise ReasonNeeded(people=[_named(one, made) for one in corrected])
    short = [one for one in fresh if made[one].net_won < 0]
    if short:
        raise DeductionTooLarge(people=[_named(one, made) for one in short])


def _named(member_id: UUID, made: dict[UUID, SlipContent]) -> dict[str, str]:
    return {"member_id": str(member_id), "name": made[member_id].name}


def _midnight(day: date) -> str:
    return datetime.combine(day, datetime.min.time()).isoformat() + "+00:00"
