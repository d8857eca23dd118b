"""What a sheet comes to, as people see it."""

from msgspec import Struct

from backend.scheduling.rules.days import night_minutes
from backend.timesheets.rules.sheet import Sheet, Stretch
from backend.timesheets.rules.totals import totals_of
from backend.timesheets.rules.works import MINUTE, net_of


class Figures(Struct, frozen=True):
    """Whole minutes. `worked` has `night` and `travel` in it, and no breaks; `leave` is apart from it."""

    planned_min: int = 0
    worked_min: int = 0
    break_min: int = 0
    night_min: int = 0
    travel_min: int = 0
    leave_min: int = 0
    days: int = 0


def figures_of(sheet: Sheet) -> Figures:
    totals = totals_of(sheet)
    travel = [net_of(stretch) for stretch in sheet.stretches if stretch.travel]
    return Figures(
        planned_min=totals.planned_min,
        worked_min=totals.worked_min,
        break_min=totals.break_min,
        night_min=sum(_night(stretch) for stretch in sheet.stretches),
        travel_min=sum(span // MINUTE for span in travel),
        leave_min=totals.leave_min,
        days=totals.days,
    )


def _night(stretch: Stretch) -> int:
    whole = night_minutes(stretch.starts_at, stretch.ends_at, stretch.zone)
    if whole == 0:
        return 0
    return whole - sum(night_minutes(rest.starts_at, rest.ends_at, stretch.zone) for rest in stretch.breaks)
