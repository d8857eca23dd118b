"""What can stand in a column: one catalogue for each kind of rows.

A field knows its name in both languages, its type, and how to read its value from a row's facts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal
from zoneinfo import ZoneInfo

from backend.payroll.rules import export_words as words
from backend.payroll.rules.export_facts import Entry, Period
from backend.payroll.rules.export_values import Type, Value
from backend.payroll.rules.export_words import Language
from backend.payroll.rules.statement import Line
from backend.payroll.words import LINES
from backend.scheduling.rules.days import night_minutes
from backend.timesheets.rules.sheet import Absence, Anomaly, PlannedTime, Stretch
from backend.timesheets.rules.works import net_of, rest_of

Kind = Literal["people", "lines", "days"]
"""One row for a person, for a line of their pay, or for a day of theirs."""

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is made of; `line` or `day` by the kind of rows."""

    entry: Entry
    period: Period
    language: Language
    line: Line | None = None
    day: "Day | None" = None


@dataclass(frozen=True, slots=True)
class Day:
    """One person's day."""

    on: date
    stretches: tuple[Stretch, ...]
    planned: tuple[PlannedTime, ...]
    absences: tuple[Absence, ...]
    exceptions: tuple[Anomaly, ...]


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    type: Type
    ko: str
    en: str
    read: Callable[[Row], Value]

    def name(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


def days_of(entry: Entry) -> list[Day]:
    """The days on which there is something, in order."""
    sheet = entry.sheet
    parts: list[dict[date, tuple[Any, ...]]] = [
        {day: tuple(group) for day, group in groupby(sorted(every, key=attrgetter("day")), attrgetter("day"))}
        for every in (sheet.stretches, sheet.planned, sheet.absences, sheet.exceptions)
    ]
    found = sorted({day for part in parts for day in part if sheet.from_on <= day <= sheet.until_on})
    return [Day(day, *(part.get(day, ()) for part in parts)) for day in found]


def rows_of(period: Period, kind: Kind, language: Language) -> list[Row]:
    """Everything of the period, in the order of its people."""
    if kind == "people":
        return [Row(entry, period, language) for entry in period.entries]
    if kind == "lines":
        return [
            Row(entry, period, language, line=line)
            for entry in period.entries
            for line in entry.statement.lines
        ]
    return [Row(entry, period, language, day=day) for entry in period.entries for day in days_of(entry)]


def fields_of(kind: Kind, codes: Iterable[str] = ()) -> dict[str, Field]:
    """By key, in their order; of lines of pay those that are known, and `codes` of newer rules."""
    if kind == "people":
        every = [
            *PERSON,
            *PEOPLE,
            *(field for code in ordered(codes) for field in _of_line(code)),
            TOTAL,
            REMARKS,
        ]
    else:
        every = [*PERSON, *(LINE_FIELDS if kind == "lines" else DAY_FIELDS)]
    return {field.key: field for field in [*every, STATE]}


def ordered(codes: Iterable[str]) -> list[str]:
    """The known codes, then others by name."""
    return [*LINES, *sorted(set(codes) - set(LINES))]


def codes_in(period: Period) -> list[str]:
    """The codes of lines that occur, in their order."""
    found = {line.code for entry in period.entries for line in entry.statement.lines}
    return [code for code in ordered(found) if code in found]


def _of_line(code: str) -> tuple[Field, Field]:
    ko, en = LINES.get(code, (code, code))
    return (
        Field(
            f"minutes.{code}",
            "minutes",
            words.MINUTES_OF[0].format(name=ko),
            words.MINUTES_OF[1].format(name=en),
            lambda row: sum((Fraction(line.minutes) for line in _lines(row, code)), Fraction()),
        ),
        Field(f"won.{code}", "won", ko, en, lambda row: sum(line.won for line in _lines(row, code))),
    )


def _lines(row: Row, code: str) -> list[Line]:
    return [line for line in row.entry.statement.lines if line.code == code]


def _worked_days(row: Row) -> int:
    return len({stretch.day for stretch in row.entry.sheet.stretches})


def _remarks(row: Row) -> str:
    codes = dict.fromkeys(remark.code for remark in row.entry.statement.remarks)
    return ", ".join(words.say(words.REMARKS, code, row.language) for code in codes)


def _of_line_row(read: Callable[[Line, Row], Value]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        assert row.line is not None
        return read(row.line, row)

    return value


def _of_day_row(read: Callable[[Day, Row], Value]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        assert row.day is not None
        return read(row.day, row)

    return value


def _minutes(times: Iterable[timedelta]) -> Fraction:
    """Exact: seconds are no whole minutes."""
    return sum((Fraction(time // timedelta(milliseconds=1), 60_000) for time in times), Fraction())


def planned_of(planned: Iterable[PlannedTime]) -> int:
    return sum((one.ends_at - one.starts_at) // MINUTE - one.break_min for one in planned)


def night_of(day: Day) -> int:
    """Minutes between 22:00 and 06:00, breaks not counted."""
    return sum(
        night_minutes(one.starts_at, one.ends_at, one.zone)
        - sum(night_minutes(rest.starts_at, rest.ends_at, one.zone) for rest in one.breaks)
        for one in day.stretches
    )


def _clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def _first_in(day: Day, _row: Row) -> str:
    first = min(day.stretches, key=attrgetter("starts_at"), default=None)
    return _clock(first.starts_at, first.zone) if first else ""


def _last_out(day: Day, _row: Row) -> str:
    last = max(day.stretches, key=attrgetter("ends_at"), default=None)
    return _clock(last.ends_at, last.zone) if last and not last.open else ""


def _sites(day: Day, row: Row) -> str:
    places = [*(one.site_id for one in day.stretches), *(one.site_id for one in day.planned)]
    return ", ".join(dict.fromkeys(row.period.sites.get(place, "") for place in places if place))


PERSON = (
    Field("number", "text", "직원 번호", "Employee number", lambda row: row.entry.number),
    Field("name", "text", "이름", "Name", lambda row: row.entry.name),
    Field("from_on", "date", "기간 시작", "Period from", lambda row: row.period.from_on),
    Field("until_on", "date", "기간 끝", "Period until", lambda row: row.period.until_on),
)
PEOPLE = (
    Field("days", "count", "근무 일수", "Days worked", _worked_days),
    Field("planned", "minutes", "계획 시간", "Planned", lambda row: planned_of(row.entry.sheet.planned)),
    Field("worked", "minutes", "근무 시간", "Worked", lambda row: row.entry.statement.hours.worked),
    Field("overtime", "minutes", "연장 시간", "Overtime", lambda row: row.entry.statement.hours.overtime),
    Field("night", "minutes", "야간 시간", "Night", lambda row: row.entry.statement.hours.night),
    Field("holiday", "minutes", "휴일 시간", "Holiday", lambda row: row.entry.statement.hours.holiday),
    Field(
        "part_time_extra",
        "minutes",
        "단시간 초과 시간",
        "Above a part-timer's contract",
        lambda row: row.entry.statement.hours.part_time_extra,
    ),
    Field(
        "leave", "minutes", "휴가 시간", "Leave", lambda row: sum(a.minutes for a in row.entry.sheet.absences)
    ),
)
TOTAL = Field("total_won", "won", "합계", "Total", lambda row: row.entry.statement.total_won)
LINE_FIELDS = (
    Field(
        "line",
        "text",
        "항목",
        "Line",
        _of_line_row(lambda line, row: words.say(LINES, line.code, row.language)),
    ),
    Field("code", "text", "항목 코드", "Code", _of_line_row(lambda line, _: line.code)),
    Field("minutes", "minutes", "시간", "Hours", _of_line_row(lambda line, _: Fraction(line.minutes))),
    Field("rate_won", "text", "시급", "Hourly wage", _of_line_row(lambda line, _: _rate(line))),
    Field("percent", "count", "비율(%)", "Percent", _of_line_row(lambda line, _: line.percent)),
    Field("won", "won", "금액", "Won", _of_line_row(lambda line, _: line.won)),
    Field("rule", "text", "규칙", "Rule", _of_line_row(lambda line, _: line.rule)),
    Field("article", "text", "근거 조문", "Article", _of_line_row(lambda line, _: line.article)),
    Field(
        "on",
        "text",
        "날짜들",
        "Days",
        _of_line_row(lambda line, _: " ".join(day.isoformat() for day in line.days)),
    ),
)
DAY_FIELDS = (
    Field("day", "date", "날짜", "Date", _of_day_row(lambda day, _: day.on)),
    Field(
        "weekday",
        "text",
        "요일",
        "Weekday",
        _of_day_row(lambda day, row: words.weekday(day.on.weekday(), row.language)),
    ),
    Field("sites", "text", "현장", "Sites", _of_day_row(_sites)),
    Field("first_in", "text", "출근", "First in", _of_day_row(_first_in)),
    Field("last_out", "text", "퇴근", "Last out", _of_day_row(_last_out)),
    Field("planned", "minutes", "계획 시간", "Planned", _of_day_row(lambda day, _: planned_of(day.planned))),
    Field(
        "worked",
        "minutes",
        "근무 시간",
        "Worked",
        _of_day_row(lambda day, _: _minutes(net_of(one) for one in day.stretches)),
    ),
    Field(
        "break",
        "minutes",
        "휴게 시간",
        "Breaks",
        _of_day_row(lambda day, _: _minutes(rest_of(one) for one in day.stretches)),
    ),
    Field("night", "minutes", "야간 시간", "Night", _of_day_row(lambda day, _: night_of(day))),
    Field(
        "travel",
        "minutes",
        "이동 시간",
        "Travel",
        _of_day_row(lambda day, _: _minutes(net_of(one) for one in day.stretches if one.travel)),
    ),
    Field(
        "leave",
        "text",
        "휴가",
        "Leave",
        _of_day_row(
            lambda day, row: ", ".join(words.say(words.LEAVE, one.kind, row.language) for one in day.absences)
        ),
    ),
    Field(
        "exceptions",
        "text",
        "확인할 점",
        "Exceptions",
        _of_day_row(
            lambda day, row: ", ".join(
                dict.fromkeys(words.say(words.ANOMALIES, one.code, row.language) for one in day.exceptions)
            )
        ),
    ),
)
REMARKS = Field("remarks", "text", "참고", "Remarks", _remarks)
STATE = Field("state", "text", *words.STATE, lambda row: words.state(row.entry.final, row.language))


def _rate(line: Line) -> str:
    """The exact wage of an hour; a fraction as a decimal of two places."""
    if not line.rate_won:
        return ""
    rate = Fraction(line.rate_won)
    return str(rate.numerator) if rate.denominator == 1 else f"{float(rate):.2f}"
