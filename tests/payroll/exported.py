"""A made-up period: two people with statements and sheets, for tests of exports."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from backend.payroll.rules.export_facts import Entry, Period, in_order
from backend.payroll.rules.statement import Hours, Line, Remark, Statement
from backend.timesheets.rules.sheet import Absence, Anomaly, PlannedTime, Rest, Sheet, Stretch

FROM, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
SITE = UUID(int=100)
SEOUL = "Asia/Seoul"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """By the clocks of Seoul; hours above 24 are of the next day."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour - 9, minutes=minute)


def entry(n: int, name: str, number: str = "", *, final: bool = True, days: int = 2) -> Entry:
    """`days` days from 2 November on, 22:00 to 06:30 with half an hour of rest; and a day of leave."""
    member_id = UUID(int=n)
    stretches = tuple(
        Stretch(
            session_id=UUID(int=1000 * n + day),
            day=date(2026, 11, day),
            starts_at=at(day, 22),
            ends_at=at(day, 30, 30),
            zone=SEOUL,
            breaks=(Rest(at(day, 25), at(day, 25, 30)),),
            site_id=SITE,
            shift_id=UUID(int=2000 * n + day),
        )
        for day in range(2, 2 + days)
    )
    planned = tuple(
        PlannedTime(UUID(int=2000 * n + day), date(2026, 11, day), at(day, 22), at(day, 30), SEOUL, SITE, 30)
        for day in range(2, 2 + days)
    )
    absences = (Absence(UUID(int=3), "annual", date(2026, 11, 20), at(20, 9), at(20, 13), 240),)
    exceptions = (Anomaly("late", date(2026, 11, 2), at(2, 22), 7),)
    sheet = Sheet(member_id, FROM, UNTIL, stretches, planned, absences, exceptions)
    worked = 480 * days
    lines = (
        Line("base", "R1", "근로기준법 제50조", str(worked), 10_320 * 8 * days, "10320"),
        Line("night", "R6", "근로기준법 제56조 제3항", str(450 * days), 38_700 * days, "10320", 50),
        Line(
            "weekly_holiday", "R8", "근로기준법 제55조", "580/3", 33_253, "10320", 100, (date(2026, 11, 2),)
        ),
    )
    remarks = (
        Remark("break_owed", "warning", "R7", "근로기준법 제54조", date(2026, 11, 2), {"minutes": 30}),
    )
    total = sum(line.won for line in lines)
    statement = Statement(
        member_id, FROM, UNTIL, "kr", "1", Hours(worked, 0, 450 * days), lines, total, remarks
    )
    return Entry(member_id, name, number, statement, sheet, final)


def period(*entries: Entry) -> Period:
    found = entries or (entry(1, "이순자", "12"), entry(2, "최명희", "7"))
    return Period("푸른손 클린", FROM, UNTIL, in_order(list(found)), {SITE: "한강빌딩"})
