"""Reads the shift scheduling instances of Curtois and Qu (2014, schedulingbenchmarks.org), text format."""

from collections.abc import Iterator
from itertools import accumulate

from backend.scheduling.engine.model import MINUTES_OF_DAY, Cost, Person, Problem, Seat


class BadInstance(ValueError):
    """The text is not an instance in this format."""


def read(text: str) -> Problem:
    """The instance as a problem. Raises BadInstance.

    A wish for a shift costs its weight when it is not granted: that is a `base` of all such weights, from
    which each granted wish takes its own off.
    """
    try:
        return build(sections(text))
    except (KeyError, ValueError, IndexError) as error:
        raise BadInstance(str(error)) from error


def build(of: dict[str, list[list[str]]]) -> Problem:
    days = int(of["HORIZON"][0][0])
    lengths = {row[0]: int(row[1]) for row in of["SHIFTS"]}
    forbidden = {row[0]: frozenset(filter(None, row[2].split("|"))) for row in of["SHIFTS"]}
    off = {row[0]: frozenset(map(int, row[1:])) for row in of.get("DAYS_OFF", [])}
    # The format has no times of day; the order in the file is by start, which is all that is shown of it.
    starts = dict(zip(lengths, accumulate([0] + [1] * (len(lengths) - 1)), strict=True))
    costs = [
        Cost(who, seat_id(int(day), kind), "wished for", -int(weight))
        for who, day, kind, weight in of.get("SHIFT_ON_REQUESTS", [])
    ]
    base = -sum(cost.value for cost in costs)
    costs += [
        Cost(who, seat_id(int(day), kind), "asked to be spared", int(weight))
        for who, day, kind, weight in of.get("SHIFT_OFF_REQUESTS", [])
    ]
    needs = {
        (int(day), kind): (int(need), int(under), int(over)) for day, kind, need, under, over in of["COVER"]
    }
    seats = []
    for day in range(days):
        for kind, minutes in lengths.items():
            need, under, over = needs.get((day, kind), (0, 0, 0))
            start = day * MINUTES_OF_DAY + starts[kind]
            seats.append(
                Seat(
                    seat_id(day, kind),
                    day,
                    start,
                    start + minutes,
                    minutes,
                    need=need,
                    under=under,
                    over=over,
                    kind=kind,
                )
            )
    return Problem(
        days=days,
        people=tuple(person(row, off.get(row[0], frozenset())) for row in of["STAFF"]),
        seats=tuple(seats),
        costs=tuple(costs),
        not_followed_by=forbidden,
        base=base,
    )


def person(row: list[str], off: frozenset[int]) -> Person:
    most = {kind: int(count) for kind, _, count in (pair.partition("=") for pair in row[1].split("|"))}
    max_minutes, min_minutes, max_run, min_run, min_off, max_weekends = map(int, row[2:8])
    return Person(
        row[0],
        max_minutes=max_minutes,
        min_minutes=min_minutes,
        max_run=max_run,
        min_run=min_run,
        min_off=min_off,
        max_weekends=max_weekends,
        max_of_kind=most,
        days_off=off,
    )


def seat_id(day: int, kind: str) -> str:
    return f"{day}:{kind}"


def sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in meaningful(text):
        if line.startswith("SECTION_"):
            rows = found.setdefault(line.removeprefix("SECTION_"), [])
        else:
            rows.append([cell.strip() for cell in line.split(",")])
    return found


def meaningful(text: str) -> Iterator[str]:
    for raw in text.splitlines():
        line = raw.strip()
        if line and not line.startswith("#"):
            yield line
