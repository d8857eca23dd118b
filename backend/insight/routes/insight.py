"""Insight over HTTP: each picture's figures, and the same as a table for a spreadsheet."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.insight.schemas.insight import AheadView, From, HoursView, InBy, LatenessView, Until
from backend.insight.service import ahead, hours, lateness, tables
from backend.payroll.rules.export_words import Language


class InsightController(Controller):
    """What the hours say. Site managers see their sites, without money."""

    path = "/orgs/{org_id:uuid}/insight"
    tags = ["Insight"]

    @get("/hours", access=member_may("see_insight"), operation_id="getHoursInsight", uncompressed=False)
    async def hours(
        self, actor: NamedDependency[Actor], from_on: From = None, until_on: Until = None, by: InBy = "week"
    ) -> HoursView:
        """Hours planned, worked and paid by site and client; the last 13 weeks by themselves."""
        return await hours.hours(actor, from_on, until_on, by)

    @get(
        "/hours.csv",
        access=member_may("see_insight"),
        operation_id="exportHoursInsight",
        media_type="text/csv",
        uncompressed=False,
    )
    async def hours_csv(
        self, actor: NamedDependency[Actor], from_on: From = None, until_on: Until = None, by: InBy = "week"
    ) -> Response[bytes]:
        """The same, a row for each site and week or month."""
        view = await hours.hours(actor, from_on, until_on, by)
        return _csv("hours", tables.of_hours(view, _language(actor)))

    @get("/lateness", access=member_may("see_insight"), operation_id="getLateness", uncompressed=False)
    async def lateness(
        self, actor: NamedDependency[Actor], from_on: From = None, until_on: Until = None, by: InBy = "week"
    ) -> LatenessView:
        """Who came late, where and when."""
        return await lateness.lateness(actor, from_on, until_on, by)

    @get(
        "/lateness.csv",
        access=member_may("see_insight"),
        operation_id="exportLateness",
        media_type="text/csv",
        uncompressed=False,
    )
    async def lateness_csv(
        self, actor: NamedDependency[Actor], from_on: From = None, until_on: Until = None, by: InBy = "week"
    ) -> Response[bytes]:
        """The same: by person, by site, by week or month, by weekday and hour, below each other."""
        view = await lateness.lateness(actor, from_on, until_on, by)
        return _csv("lateness", tables.of_lateness(view, _language(actor)))

    @get("/ahead", access=member_may("see_insight"), operation_id="getHoursAhead", uncompressed=False)
    async def ahead(self, actor: NamedDependency[Actor]) -> AheadView:
        """Overtime, the 52 hours and 15 hours a week, for this week and the next one."""
        return await ahead.ahead(actor)

    @get(
        "/ahead.csv",
        access=member_may("see_insight"),
        operation_id="exportHoursAhead",
        media_type="text/csv",
        uncompressed=False,
    )
    async def ahead_csv(self, actor: NamedDependency[Actor]) -> Response[bytes]:
        """The same, a row for each person and week."""
        return _csv("ahead", tables.of_ahead(await ahead.ahead(actor), _language(actor)))


def _language(actor: Actor) -> Language:
    return "ko" if actor.language == "ko" else "en"


def _csv(name: str, content: bytes) -> Response[bytes]:
    headers = {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": f'attachment; filename="{name}.csv"',
    }
    return Response(content, headers=headers)


HANDLERS: list[type[Controller]] = [InsightController]
