"""The figures as tables for a spreadsheet, in the reader's language."""

from backend.insight.rules.forecast import Fifteen
from backend.insight.schemas.insight import AheadView, HoursView, InsightFigures, Late, LatenessView
from backend.payroll.rules.export_files import csv_file
from backend.payroll.rules.export_values import Table, Type, Value
from backend.payroll.rules.export_words import Language, pick, weekday

Column = tuple[str, str, Type]

HOURS: tuple[Column, ...] = (
    ("현장", "Site", "text"),
    ("고객", "Client", "text"),
    ("시작일", "From", "date"),
    ("계획 시간", "Planned", "minutes"),
    ("근무 시간", "Worked", "minutes"),
    ("지급 시간", "Paid", "minutes"),
    ("휴게 부족(일)", "Breaks owed (days)", "count"),
)
MONEY: tuple[Column, ...] = (
    ("계획 임금", "Planned, won", "won"),
    ("근무 임금", "Worked, won", "won"),
    ("지급액", "Paid, won", "won"),
    ("예산", "Budget", "won"),
)
LATENESS: tuple[Column, ...] = (
    ("구분", "By", "text"),
    ("이름", "Name", "text"),
    ("근무 수", "Shifts", "count"),
    ("지각", "Late", "count"),
    ("늦은 시간", "Time late", "minutes"),
    ("다른 현장에서 온 지각", "Late from another site", "count"),
    ("기록 없음", "Without a record", "count"),
)
AHEAD: tuple[Column, ...] = (
    ("이름", "Name", "text"),
    ("주 시작일", "Week from", "date"),
    ("시간", "Hours", "minutes"),
    ("그중 근무함", "Of them worked", "minutes"),
    ("연장", "Overtime", "minutes"),
    ("주 52시간", "52 hours", "text"),
    ("계약 주간 시간", "Contract, a week", "minutes"),
    ("지난 4주 평균", "Average of the 4 weeks before", "minutes"),
    ("앞으로 4주 평균", "Average of the 4 weeks to come", "minutes"),
)
LIMITS = {"": ("", ""), "near": ("가까움", "near"), "over": ("초과", "over")}


def of_hours(view: HoursView, language: Language) -> bytes:
    names = {one.client_id: one.name for one in view.clients}
    with_money = view.total.money is not None
    columns = HOURS + MONEY if with_money else HOURS
    rows: list[tuple[Value, ...]] = [
        (site.name, names.get(site.client_id, "") if site.client_id else "", *_figures(site.figures, view, n))
        for site in view.sites
        for n in range(len(view.buckets))
    ]
    return _file(columns, rows, language)


def _figures(figures: InsightFigures, view: HoursView, n: int) -> tuple[Value, ...]:
    hours = (figures.planned_min[n], figures.worked_min[n], figures.paid_min[n], figures.breaks_owed[n])
    money = figures.money
    if money is None:
        return view.buckets[n], *hours
    budget = money.budget[n] if money.budget else None
    return view.buckets[n], *hours, money.planned[n], money.worked[n], money.paid[n], budget


def of_lateness(view: LatenessView, language: Language) -> bytes:
    def late(what: tuple[str, str], name: str, one: Late) -> tuple[Value, ...]:
        counts = (one.seats, one.late, one.late_min, one.after_other, one.absent)
        return pick(what, language), name, *counts

    rows = [late(("전체", "All"), "", view.total)]
    rows += [late(("사람", "Person"), one.name, one.late) for one in view.people]
    rows += [late(("현장", "Site"), one.name, one.late) for one in view.sites]
    span = ("주", "Week") if view.by == "week" else ("달", "Month")
    rows += [late(span, one.bucket.isoformat(), one.late) for one in view.trend]
    rows += [
        late(("시간대", "Hour"), f"{weekday(one.weekday, language)} {one.hour:02}:00", one.late)
        for one in view.hours
    ]
    return _file(LATENESS, rows, language)


def of_ahead(view: AheadView, language: Language) -> bytes:
    rows: list[tuple[Value, ...]] = [
        (
            one.name,
            week.monday,
            week.minutes,
            week.done_min,
            week.overtime_min,
            pick(LIMITS[week.limit], language),
            *_fifteen(one.fifteen),
        )
        for one in view.people
        for week in one.weeks
    ]
    return _file(AHEAD, rows, language)


def _fifteen(one: Fifteen | None) -> tuple[Value, ...]:
    return (one.contract_min, one.before_min, one.ahead_min) if one else (None, None, None)


def _file(columns: tuple[Column, ...], rows: list[tuple[Value, ...]], language: Language) -> bytes:
    table = Table(
        name="",
        headings=tuple(pick((ko, en), language) for ko, en, _ in columns),
        types=tuple(kind for _, _, kind in columns),
        rows=tuple(rows),
    )
    return csv_file(table)
