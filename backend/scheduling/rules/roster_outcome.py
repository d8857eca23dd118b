"""What a roster means, said for people: who comes on, why they, and why nobody else. No I/O."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from backend.scheduling.rules.guards import broken_rules
from backend.scheduling.rules.guards.catalogue import RULES, level_of
from backend.scheduling.rules.guards.diary import Diary
from backend.scheduling.rules.roster_facts import Facts, Pair
from backend.scheduling.rules.roster_problem import Modelled
from backend.scheduling.schemas.rosterings import (
    EmptySeat,
    Outcome,
    Proposed,
    Reason,
    SeatHeld,
    WhyNot,
)

MOST_WHY_NOT = 40
"""People named for an empty seat: those who are nearest to possible."""


def given_by(facts: Facts, modelled: Modelled, assigned: Iterable[tuple[str, str]]) -> set[Pair]:
    """What the roster itself decided: without what is pinned."""
    wanted = {str(shift_id): shift_id for shift_id in facts.targets}
    return {
        (UUID(person), wanted[seat])
        for person, seat in assigned
        if seat in wanted and (person, seat) not in modelled.problem.pinned
    }


def unlawful(facts: Facts, given: set[Pair]) -> set[Pair]:
    """What the guards would refuse of it: rules about several seats that the engine does not know.

    Of a person's seats that are too much together, one is named, so that taking it away may be enough.
    """
    diaries = _diaries(facts, given)
    found: dict[UUID, Pair] = {}
    for member_id, shift_id in sorted(given):
        shift = facts.shifts[shift_id]
        broken = broken_rules(facts.people[member_id], diaries[member_id], shift, facts.ground)
        if any(level_of(one.code, facts.ground.choices) == "refuse" for one in broken):
            found[member_id] = member_id, shift_id
    return set(found.values())


def outcome(facts: Facts, modelled: Modelled, given: set[Pair]) -> Outcome:
    """The difference to the plan as it is, with reasons."""
    order = sorted(
        given - facts.movable, key=lambda pair: (facts.shifts[pair[1]].starts_at, pair[1], pair[0])
    )
    return Outcome(
        proposal=[
            Proposed(
                shift_id,
                member_id,
                facts.people[member_id].name,
                _reasons(modelled.reasons[member_id, shift_id]),
            )
            for member_id, shift_id in order
        ],
        taken_off=[
            SeatHeld(shift_id, member_id, facts.people[member_id].name)
            for member_id, shift_id in sorted(facts.movable - given)
        ],
        empty=_empty(facts, modelled, given),
    )


def _reasons(parts: Iterable[tuple[str, int]]) -> list[Reason]:
    """Each code once, what spoke for the choice first."""
    sums: Counter[str] = Counter()
    for code, points in parts:
        sums[code] += points
    return sorted(
        (Reason(code, points) for code, points in sums.items() if points), key=lambda one: one.points
    )


def _empty(facts: Facts, modelled: Modelled, given: set[Pair]) -> list[EmptySeat]:
    """The seats that nobody got."""
    taken: Counter[UUID] = Counter(shift_id for _, shift_id in given)
    for diary in facts.diaries.values():
        taken.update(entry.shift_id for entry in diary.entries if entry.shift_id)
    diaries = _diaries(facts, given)
    missing = {shift_id: seats - taken[shift_id] for shift_id, seats in facts.targets.items()}
    return [
        EmptySeat(shift_id, missing[shift_id], _why_not(facts, modelled, diaries, shift_id))
        for shift_id in sorted(missing, key=lambda one: (facts.shifts[one].starts_at, one))
        if missing[shift_id] > 0
    ]


def _diaries(facts: Facts, given: set[Pair]) -> dict[UUID, Diary]:
    """Everybody's work as the roster would have it."""
    more = defaultdict(list)
    for member_id, shift_id in given:
        more[member_id].append(facts.shifts[shift_id].work())
    return {
        member_id: Diary((*diary.entries, *more[member_id]), facts.ground)
        for member_id, diary in facts.diaries.items()
    }


def _why_not(facts: Facts, modelled: Modelled, diaries: dict[UUID, Diary], shift_id: UUID) -> list[WhyNot]:
    """Everybody who is not on the shift, who is nearest to possible first."""
    found = [
        WhyNot(member_id, person.name, _codes(facts, modelled, diaries[member_id], member_id, shift_id))
        for member_id, person in facts.people.items()
        if not any(entry.shift_id == shift_id for entry in diaries[member_id].entries)
    ]
    found.sort(key=lambda one: (len(one.codes), one.name))
    return found[:MOST_WHY_NOT]


def _codes(facts: Facts, modelled: Modelled, diary: Diary, member_id: UUID, shift_id: UUID) -> list[str]:
    """Why this person cannot; "worse" when they could, and the whole would be worse for it."""
    refused = modelled.refused.get((member_id, shift_id))
    if refused:
        return list(dict.fromkeys(refused))
    shift = facts.shifts[shift_id]
    with_it = diary.with_(shift.work())
    broken = broken_rules(facts.people[member_id], with_it, shift, facts.ground)
    codes = [
        "protected" if RULES[one.code].protected else one.code
        for one in broken
        if level_of(one.code, facts.ground.choices) != "off"
    ]
    cap = modelled.week_cap[member_id]
    if cap is not None and with_it.week_total(with_it.first_day(shift.work())) > cap and not codes:
        codes.append("week_full")
    return list(dict.fromkeys(codes)) or ["worse"]
