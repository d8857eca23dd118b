"""What a sheet comes to, in whole minutes."""

from datetime import timedelta

from backend.timesheets.rules.receipts import Totals
from backend.timesheets.rules.sheet import Sheet
from backend.timesheets.rules.works import MINUTE, net_of, rest_of


def totals_of(sheet: Sheet) -> Totals:
    """Seconds are added up before they are cut."""
    worked = sum((net_of(stretch) for stretch in sheet.stretches), timedelta())
    rest = sum((rest_of(stretch) for stretch in sheet.stretches), timedelta())
    planned = sum((shift.ends_at - shift.starts_at for shift in sheet.planned), timedelta())
    return Totals(
        worked_min=worked // MINUTE,
        break_min=rest // MINUTE,
        planned_min=planned // MINUTE - sum(shift.break_min for shift in sheet.planned),
        leave_min=sum(absence.minutes for absence in sheet.absences),
        days=len({stretch.day for stretch in sheet.stretches}),
    )
