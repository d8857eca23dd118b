"""The pack against a calculation that looks at every minute, and shares nothing with it but the figures."""

from collections import defaultdict
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings

from backend.payroll.rules.kr import PACK
from tests.payroll.invented import people
from tests.payroll.people import eight, facts, hourly, worked
from tests.payroll.slow import slow_pay


def exact(statement) -> dict[str, Fraction]:
    """Won by kind before they were rounded, from what the lines say of themselves."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for line in statement.lines:
        sums[line.code] += Fraction(line.minutes) * Fraction(line.rate_won) * line.percent / 6000
    return {code: won for code, won in sums.items() if won}


def owed(person) -> dict[str, Fraction]:
    return {code: won for code, won in slow_pay(person).won.items() if won}


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(people())
def test_every_line_is_what_looking_at_every_minute_makes(person):
    found, wanted = PACK.statement(person), owed(person)
    assert exact(found) == wanted
    assert abs(found.total_won - sum(wanted.values())) < 1


def test_seconds_are_looked_at_one_by_one():
    person = facts([worked("11-23", "21:59:30-22:01:10"), *eight("11-24")], hourly(10_000))
    assert exact(PACK.statement(person)) == owed(person)
