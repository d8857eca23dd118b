"""Series over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.core.pages import DEFAULT_LIMIT, Cursor, Limit
from backend.scheduling.schemas.series import (
    Scope,
    SeriesChange,
    SeriesChanged,
    SeriesInput,
    SeriesPage,
    SeriesPreview,
    SeriesShape,
    SeriesView,
)
from backend.scheduling.service import series, series_changes

Which = Annotated[Scope, QueryParameter(name="scope", description="Which of its shifts")]
OnDay = Annotated[date | None, QueryParameter(description="From this day on, or this day")]


class SeriesController(Controller):
    """Rules that make shifts."""

    path = "/orgs/{org_id:uuid}/series"
    tags = ["Series"]

    @post(access=member_may("plan_shifts"), operation_id="makeSeries")
    async def make(self, actor: NamedDependency[Actor], data: JSONBody[SeriesInput]) -> SeriesView:
        return await series.make(actor, data)

    @get(access=member_may("plan_shifts"), operation_id="listSeries", uncompressed=False)
    async def list_page(
        self,
        actor: NamedDependency[Actor],
        site_id: FromQuery[UUID | None] = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> SeriesPage:
        return await series.page(actor, site_id, cursor, limit)

    @get("/{series_id:uuid}", access=member_may("plan_shifts"), operation_id="getSeries")
    async def one(self, actor: NamedDependency[Actor], series_id: FromPath[UUID]) -> SeriesView:
        return await series.one(actor, series_id)

    @patch("/{series_id:uuid}", access=member_may("plan_shifts"), operation_id="changeSeries")
    async def change(
        self, actor: NamedDependency[Actor], series_id: FromPath[UUID], data: JSONBody[SeriesChange]
    ) -> SeriesChanged:
        return await series_changes.change(actor, series_id, data)

    @delete("/{series_id:uuid}", access=member_may("plan_shifts"), operation_id="endSeries")
    async def end(
        self,
        actor: NamedDependency[Actor],
        series_id: FromPath[UUID],
        which: Which = "all",
        on: OnDay = None,
    ) -> None:
        await series_changes.end(actor, series_id, which, on)


class SeriesPreviewController(Controller):
    """What a rule would make."""

    path = "/orgs/{org_id:uuid}/series-previews"
    tags = ["Series"]

    @post(access=member_may("plan_shifts"), operation_id="previewSeries", status_code=200, idempotent=False)
    async def preview(self, actor: NamedDependency[Actor], data: JSONBody[SeriesShape]) -> SeriesPreview:
        return await series.preview(actor, data)
