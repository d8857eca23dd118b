"""Pay where no country's rules are built in: hours worked, at the wage of the contract. No law.

Its answer to what is beyond the wage is none: no premiums, no paid holidays, nothing about minimum wages.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from backend.payroll.rules.amounts import shared_won
from backend.payroll.rules.contracts import contract_on, in_order, share_of_month
from backend.payroll.rules.errors import ChoiceNeeded
from backend.payroll.rules.facts import Contract, PayFacts
from backend.payroll.rules.statement import Hours, Line, Remark, Statement
from backend.payroll.rules.worktime import (
    MINUTE_US,
    NEVER_MATTERS_US,
    length,
    minutes,
    whole_minutes,
    work_by_day,
)

DAY_MIN = 480
"""A day of a daily wage, where the contract does not say its hours."""


@dataclass(frozen=True, slots=True)
class Neutral:
    """Every hour at the contract's wage, a day's wage by its hours, a month's wage by the days employed."""

    name: str = "neutral"
    version: str = "2026.11.1"

    def statement(self, facts: PayFacts) -> Statement:
        contracts = in_order(facts.contracts)
        first, last = facts.from_on.toordinal(), facts.until_on.toordinal()
        days = {
            day: length(spans)
            for day, spans in sorted(work_by_day(facts.stretches, facts.choices).items())
            if first <= day <= last
        }
        if facts.choices.minutes is None and any(us % NEVER_MATTERS_US for us in days.values()):
            raise ChoiceNeeded(("minutes",))
        worked: dict[Contract | None, list[int]] = {}
        for day in days:
            worked.setdefault(contract_on(contracts, date.fromordinal(day)), []).append(day)
        parts = [
            _by_the_hour(contract, own, sum(days[day] for day in own))
            for contract, own in worked.items()
            if contract is not None and contract.wage_kind != "monthly"
        ]
        parts += [
            part
            for contract in contracts
            if contract.wage_kind == "monthly"
            for part in _by_the_month(contract, contracts, facts)
        ]
        won, total = shared_won([amount for _, amount in parts], facts.choices.won or "nearest")
        lines = [
            Line(part.code, part.rule, part.article, part.minutes, amount, part.rate_won, days=part.days)
            for (part, _), amount in zip(parts, won, strict=True)
        ]
        return Statement(
            member_id=facts.member_id,
            from_on=facts.from_on,
            until_on=facts.until_on,
            pack=self.name,
            pack_version=self.version,
            hours=Hours(worked=whole_minutes(sum(days.values()))),
            lines=tuple(lines),
            total_won=total,
            remarks=tuple(_gap(days, worked.get(None, []))),
        )


def _by_the_hour(contract: Contract, days: list[int], us: int) -> tuple[Line, Fraction]:
    rate = Fraction(contract.wage_won)
    if contract.wage_kind == "daily":
        agreed = contract.weekly_min and contract.days_per_week
        day_min = Fraction(contract.weekly_min, contract.days_per_week) if agreed else Fraction(DAY_MIN)
        rate = rate * 60 / day_min
    on = tuple(date.fromordinal(day) for day in days)
    line = Line("base", "", "", str(minutes(us)), 0, str(rate), days=on)
    return line, rate * us / (60 * MINUTE_US)


def _by_the_month(
    contract: Contract, contracts: list[Contract], facts: PayFacts
) -> list[tuple[Line, Fraction]]:
    period = range(facts.from_on.toordinal(), facts.until_on.toordinal() + 1)
    days = [
        day
        for day in map(date.fromordinal, period)
        if contract_on(contracts, day) is contract
        and (facts.hired_on is None or facts.hired_on <= day)
        and (facts.left_on is None or day <= facts.left_on)
    ]
    if not days:
        return []
    share = share_of_month(days, facts.from_on, facts.until_on)
    line = Line("base", "", "", "0", 0, days=tuple(days))
    return [(line, contract.wage_won * share)]


def _gap(days: dict[int, int], uncovered: list[int]) -> list[Remark]:
    """Work that no contract covers has no wage here, and is said."""
    if not uncovered:
        return []
    worked = whole_minutes(sum(days[day] for day in uncovered))
    values = {"until": date.fromordinal(uncovered[-1]).isoformat(), "days": len(uncovered), "minutes": worked}
    return [Remark("contract_gap", "error", "", "", date.fromordinal(uncovered[0]), values)]


PACK = Neutral()
