"""Imports over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.imports.rules.sheets import MOST_BYTES
from backend.imports.schemas import ImportView, InKind, Kind
from backend.imports.service import previews

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportController(Controller):
    """Files that are looked at, then applied."""

    path = "/orgs/{org_id:uuid}/imports"
    tags = ["Imports"]

    @post(
        "/previews",
        access=member_may("import_tables"),
        operation_id="previewImport",
        status_code=200,
        file=MOST_BYTES,
        limit="30/minute",
        uncompressed=False,
    )
    async def preview(
        self, request: Request[Any, Any, Any], actor: NamedDependency[Actor], kind: InKind
    ) -> ImportView:
        """The bytes of a CSV or xlsx file. It says row by row what would happen, and changes nothing."""
        return await previews.preview(actor, kind, await request.body())

    @put(
        "/{import_id:uuid}/application",
        access=member_may("import_tables"),
        operation_id="applyImport",
        uncompressed=False,
    )
    async def apply(self, actor: NamedDependency[Actor], import_id: FromPath[UUID]) -> ImportView:
        """Do what the preview showed."""
        return await previews.apply(actor, import_id)

    @get(
        "/templates/{kind:str}",
        access=member_may("import_tables"),
        operation_id="getImportTemplate",
        media_type=XLSX,
    )
    async def template(self, actor: NamedDependency[Actor], kind: FromPath[Kind]) -> Response[bytes]:
        """An empty workbook to fill in."""
        headers = {"content-disposition": f'attachment; filename="pumasi-{kind}.xlsx"'}
        return Response(previews.template(kind, actor.language), headers=headers)


HANDLERS: list[type[Controller]] = [ImportController]
