"""What the office has decided about hours and pay, and last week as it was handed over."""

from contextlib import suppress
from datetime import timedelta

from backend.payroll.errors import AlreadyReleased
from backend.payroll.schemas.pay import ReleaseInput
from backend.payroll.schemas.settings import Payday, PaySettingsInput
from backend.payroll.service import settings, slips
from backend.scheduling.rules.times import monday_of
from backend.seeds.people import Person
from backend.timesheets.schemas.choices import SheetChoicesInput
from backend.timesheets.service import approvals, periods
from backend.timesheets.service.kept import kept_sheets

SETTINGS = PaySettingsInput(
    pack="kr",
    weekly_excess="last_days",
    holiday_hours_in_week=False,
    holiday_from_midnight="start_day",
    minutes="exact",
    won="nearest",
    payday=Payday(day=25, months_after=0),
)


async def plant_choices(owner: Person) -> None:
    """Paid by the week, as many small crews are; what the law leaves open is decided."""
    with owner.acting() as actor:
        await periods.put_choices(actor, SheetChoicesInput(period="weekly"))
        await settings.change_settings(actor, SETTINGS)


async def plant_last_week(owner: Person, manager: Person) -> None:
    """What was clean of the last whole week is approved and locked, and its people have their slips."""
    with manager.acting() as actor:
        today = await periods.ensure()
        found = await periods.period_of(monday_of(today) - timedelta(days=1))
        if found is None:
            return
        await approvals.approve_clean(actor, found.id)
        await approvals.lock_approved(actor, found.id)
        sheets = await kept_sheets(found)
    locked = [kept.sheet.member_id for kept in sheets if kept.state == "locked"]
    if locked:
        with owner.acting() as actor, suppress(AlreadyReleased):  # of a planting that was cut short
            await slips.release(actor, found.id, ReleaseInput(member_ids=locked))
