"""A period as JSON: everything, in one order, nothing of the moment at which it is made."""

from datetime import timedelta

import msgspec

from backend.payroll.rules.export_facts import Entry, Period
from backend.payroll.rules.export_fields import Day, days_of, night_of, planned_of
from backend.payroll.schemas.exports import (
    ExportDocument,
    ExportedDay,
    ExportedHours,
    ExportedLeave,
    ExportedLine,
    ExportedPerson,
    ExportedRemark,
    ExportedStretch,
)
from backend.timesheets.rules.sheet import Stretch
from backend.timesheets.rules.works import net_of, rest_of

MINUTE = timedelta(minutes=1)


def json_file(period: Period) -> bytes:
    """UTF-8, indented, so that two of them can be compared line by line."""
    document = ExportDocument(
        format="pumasi-period-1",
        organisation=period.organisation,
        from_on=period.from_on,
        until_on=period.until_on,
        final=period.final,
        people=[_person(entry, period) for entry in period.entries],
    )
    return msgspec.json.format(msgspec.json.encode(document, order="deterministic"), indent=1)


def _person(entry: Entry, period: Period) -> ExportedPerson:
    paid = entry.statement
    return ExportedPerson(
        member_id=entry.member_id,
        number=entry.number or None,
        name=entry.name,
        final=entry.final,
        pack=paid.pack,
        pack_version=paid.pack_version,
        hours=ExportedHours(
            paid.hours.worked,
            paid.hours.overtime,
            paid.hours.night,
            paid.hours.holiday,
            paid.hours.part_time_extra,
        ),
        lines=[
            ExportedLine(
                line.code,
                line.rule,
                line.article,
                line.minutes,
                line.rate_won,
                line.percent,
                line.won,
                list(line.days),
            )
            for line in paid.lines
        ],
        total_won=paid.total_won,
        remarks=[
            ExportedRemark(one.code, one.level, one.rule, one.article, one.on, one.values)
            for one in paid.remarks
        ],
        days=[_day(day, period) for day in days_of(entry)],
    )


def _day(day: Day, period: Period) -> ExportedDay:
    return ExportedDay(
        day=day.on,
        planned_min=planned_of(day.planned),
        worked_min=sum((net_of(one) for one in day.stretches), timedelta()) / MINUTE,
        night_min=night_of(day),
        stretches=[_stretch(one, period) for one in day.stretches],
        leave=[ExportedLeave(one.kind, one.minutes) for one in day.absences],
        exceptions=list(dict.fromkeys(one.code for one in day.exceptions)),
    )


def _stretch(one: Stretch, period: Period) -> ExportedStretch:
    return ExportedStretch(
        one.starts_at,
        one.ends_at,
        rest_of(one) / MINUTE,
        period.sites.get(one.site_id, "") if one.site_id else "",
        one.travel,
        one.open,
    )
