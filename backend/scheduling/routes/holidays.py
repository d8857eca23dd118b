"""Holidays over HTTP."""

from datetime import date
from typing import Annotated

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.rules.times import EARLIEST_YEAR, LATEST_YEAR
from backend.scheduling.schemas.holidays import HolidayInput, HolidaysView, HolidayView
from backend.scheduling.service import holidays

Year = Annotated[int, QueryParameter(ge=EARLIEST_YEAR, le=LATEST_YEAR)]


class HolidayController(Controller):
    """Days off, as the organisation keeps them."""

    path = "/orgs/{org_id:uuid}/holidays"
    tags = ["Series"]

    @get(access=member_may("see_shifts"), operation_id="listHolidays")
    async def list_year(self, actor: NamedDependency[Actor], year: Year) -> HolidaysView:
        return await holidays.holidays(actor, year)

    @put("/{day:date}", access=member_may("change_organisation"), operation_id="keepHoliday")
    async def keep(
        self, actor: NamedDependency[Actor], day: FromPath[date], data: JSONBody[HolidayInput]
    ) -> HolidayView:
        return await holidays.keep(actor, day, data)

    @delete("/{day:date}", access=member_may("change_organisation"), operation_id="forgetHoliday")
    async def forget(self, actor: NamedDependency[Actor], day: FromPath[date]) -> None:
        await holidays.forget(actor, day)
