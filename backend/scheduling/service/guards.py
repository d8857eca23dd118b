"""The rules of law and of the house, asked before a plan is made.

Every command that puts people on shifts calls `guard` inside its transaction, after the seats are taken, so
that two commands at once see each other's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from msgspec import Struct

from backend.core.actor import Actor
from backend.scheduling.errors import RulesBroken
from backend.scheduling.queries import guards as queries
from backend.scheduling.rules.guards import broken_rules
from backend.scheduling.rules.guards.catalogue import RULES, level_of
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.guards.facts import Broken, Ground, Person, PlannedShift
from backend.scheduling.rules.holidays import holidays_of

Occasion = Literal["assign", "publish", "claim", "swap", "roster", "clock_in"]
LABOUR_DAY = (5, 1)
"""근로자의 날 제정에 관한 법률."""
OWN_WILL: frozenset[Occasion] = frozenset({"claim", "swap"})
"""Occasions on which the person asked for the work, which is consent where the law wants theirs."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Somebody on a shift, as it would be."""

    member_id: UUID
    shift_id: UUID


class Finding(Struct, frozen=True):
    """One rule that a plan breaks, in both languages; `article` names the law, if it is law.

    `minutes` is the measure that breaks it. Why the law protects somebody is told only to who may read it:
    for everybody else the code is "protected".
    """

    code: str
    level: Literal["warn", "refuse"]
    member_id: UUID
    shift_id: UUID
    ko: str
    en: str
    article: str | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the guards know about some people and shifts; `diaries` by member."""

    ground: Ground
    people: dict[UUID, Person]
    shifts: dict[UUID, PlannedShift]
    diaries: dict[UUID, Diary]

    def findings(
        self, member_id: UUID, shift_id: UUID, *, diary: Diary | None = None, reader: Actor | None = None
    ) -> list[Finding]:
        """What speaks against this person on this shift, which stands in the diary."""
        person, shift = self.people[member_id], self.shifts[shift_id]
        found = broken_rules(person, diary or self.diaries[member_id], shift, self.ground)
        return [_told(finding, reader) for finding in _findings(found, member_id, shift_id, self.ground)]

    def if_added(self, member_id: UUID, shift_id: UUID, *, reader: Actor | None = None) -> list[Finding]:
        """What would speak against the person on a shift that they are not on."""
        diary = self.diaries[member_id].with_(self.shifts[shift_id].work())
        return self.findings(member_id, shift_id, diary=diary, reader=reader)


async def guard(
    placements: Sequence[Placement], *, occasion: Occasion, reader: Actor | None = None
) -> list[Finding]:
    """What speaks against these placements, which stand in the transaction already.

    Returns the warnings. Raises RulesBroken with all findings when one of them is a refusal. `reader` is who
    reads them; without one nobody's protected facts are named.
    """
    await queries.hold_people([placement.member_id for placement in placements])
    findings = await examine(placements, occasion=occasion, reader=reader)
    if any(finding.level == "refuse" for finding in findings):
        raise RulesBroken(findings=findings)
    return findings


async def guard_change(
    placements: Sequence[Placement], before: Sequence[Finding], *, reader: Actor | None = None
) -> None:
    """Raises RulesBroken when a rule refuses what a change, which stands already, made of these placements.

    What a rule refused `before` it, too, does not keep anybody from changing it.
    """
    await queries.hold_people([placement.member_id for placement in placements])
    known = {(finding.member_id, finding.code) for finding in before}
    findings = await examine(placements, occasion="assign", reader=reader)
    if any(one.level == "refuse" and (one.member_id, one.code) not in known for one in findings):
        raise RulesBroken(findings=findings)


async def examine(
    placements: Sequence[Placement],
    *,
    occasion: Occasion,
    without: Sequence[Placement] = (),
    reader: Actor | None = None,
) -> list[Finding]:
    """Everything that speaks against these placements, in the order of the placements.

    They may stand in the plan or not yet; `without` are taken away in thought. Unknown ids are passed over.
    """
    if not placements:
        return []
    found = await situation(
        list({placement.member_id for placement in placements}),
        list({placement.shift_id for placement in placements}),
        added=placements,
        without=without,
        of_own_will=occasion in OWN_WILL,
    )
    return [
        finding
        for placement in placements
        if placement.member_id in found.people and placement.shift_id in found.shifts
        for finding in found.findings(placement.member_id, placement.shift_id, reader=reader)
    ]


async def situation(
    members: Sequence[UUID] | None,
    shifts: Sequence[UUID],
    *,
    added: Sequence[Placement] = (),
    without: Sequence[Placement] = (),
    of_own_will: bool = False,
) -> Situation:
    """Everything around these shifts for these members (None: everybody who works here), in one query."""
    context = await queries.context(members, shifts, added=_pairs(added), removed=_pairs(without))
    ground = _ground(context, of_own_will=of_own_will)
    return Situation(
        ground=ground,
        people={person.member_id: person for person in context.people},
        shifts={shift.id: shift for shift in context.shifts},
        diaries={person.member_id: Diary(person.work, ground) for person in context.people},
    )


def _ground(context: queries.Context, *, of_own_will: bool) -> Ground:
    years = {moment.year for shift in context.shifts for moment in (shift.starts_at, shift.ends_at)}
    holidays = holidays_of({year + step for year in years for step in (0, 1)}, context.holidays)
    if not context.choices.five_or_more:
        # Public holidays are no holidays of work there (제55조 제2항, 시행령 별표 1); Labour Day is.
        holidays = frozenset(day for day in holidays if (day.month, day.day) == LABOUR_DAY)
    return Ground(
        choices=context.choices,
        places={place.id: place for place in context.places},
        positions={position.id: position for position in context.positions},
        certificate_names=context.certificates,
        holidays=holidays,
        of_own_will=of_own_will,
    )


def _pairs(placements: Sequence[Placement]) -> queries.Pairs:
    return [one.member_id for one in placements], [one.shift_id for one in placements]


def _findings(broken: Iterable[Broken], member_id: UUID, shift_id: UUID, ground: Ground) -> Iterable[Finding]:
    for one in broken:
        level = level_of(one.code, ground.choices)
        if level != "off":
            article = RULES[one.code].article
            yield Finding(one.code, level, member_id, shift_id, one.ko, one.en, article, one.minutes)


def _told(finding: Finding, reader: Actor | None) -> Finding:
    """The finding as this reader may see it."""
    if not RULES[finding.code].protected or (reader is not None and reader.may("see_protected")):
        return finding
    return Finding(
        "protected",
        finding.level,
        finding.member_id,
        finding.shift_id,
        ko="법이 이 사람의 근무 시간을 보호해요",
        en="The law protects this person's working time",
    )
