"""Lines: the same kind of time at the same rate is one of them, with the days that it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from backend.payroll.rules.amounts import shared_won
from backend.payroll.rules.kr.wage import Rate
from backend.payroll.rules.statement import Line
from backend.payroll.rules.worktime import HOUR_US, minutes

SOURCES = {
    "base": ("R1", "근로기준법 제50조 제3항"),
    "beyond_contract": ("R1", "근로기준법 제50조 제3항"),
    "absence": ("R1", "근로기준법 제2조 제1항 제5호"),
    "weekly_holiday_lost": ("R8a", "근로기준법 시행령 제30조 제1항"),
    "overtime": ("R4", "근로기준법 제56조 제1항"),
    "part_time_extra": ("R12", "기간제법 제6조 제3항"),
    "holiday": ("R5", "근로기준법 제56조 제2항 제1호"),
    "long_holiday": ("R5", "근로기준법 제56조 제2항 제2호"),
    "night": ("R6", "근로기준법 제56조 제3항"),
    "weekly_holiday": ("R8", "근로기준법 제55조 제1항"),
    "public_holiday": ("R9", "근로기준법 제55조 제2항"),
    "annual_leave": ("R13", "근로기준법 제60조 제5항"),
}
"""In the order in which they stand on a slip: the rule and the article of each line."""
ORDER = {code: at for at, code in enumerate(SOURCES)}


@dataclass(slots=True)
class Item:
    """Time of one kind at one rate; `us` is microseconds, and less than nothing where it is taken off."""

    code: str
    rate: Rate
    percent: int
    us: int | Fraction = 0
    by_day: dict[int, int | Fraction] = field(default_factory=dict)

    @property
    def won(self) -> Fraction:
        return self.rate.hourly * self.us * self.percent / (100 * HOUR_US)


class Ledger:
    """Collects time, and makes lines of it that add up to the won."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, int, int], Item] = {}

    def add(self, code: str, rate: Rate, us: int | Fraction, *days: int, percent: int = 100) -> None:
        """Nothing, where there is no time."""
        if us:
            key = (code, id(rate), percent)
            item = self._items.get(key)
            if item is None:
                item = self._items[key] = Item(code, rate, percent)
            item.us += us
            part = us if len(days) == 1 else Fraction(us) / len(days)
            for day in days:
                item.by_day[day] = item.by_day.get(day, 0) + part

    @property
    def items(self) -> list[Item]:
        """In the order of a slip, and within a kind in that of their days."""
        return sorted(
            self._items.values(), key=lambda item: (ORDER[item.code], min(item.by_day), item.percent)
        )

    def total(self) -> Fraction:
        return sum((item.won for item in self._items.values()), Fraction())

    def lines(self, how: str) -> tuple[tuple[Line, ...], int]:
        """With the total, which is rounded once."""
        items = self.items
        won, total = shared_won([item.won for item in items], how)
        return tuple(self._lines(items, won)), total

    @staticmethod
    def _lines(items: list[Item], won: list[int]) -> Iterator[Line]:
        for item, amount in zip(items, won, strict=True):
            rule, article = SOURCES[item.code]
            yield Line(
                code=item.code,
                rule=rule,
                article=article,
                minutes=str(minutes(item.us)),
                won=amount,
                rate_won=item.rate.text,
                percent=item.percent,
                days=tuple(map(date.fromordinal, sorted(item.by_day))),
            )
