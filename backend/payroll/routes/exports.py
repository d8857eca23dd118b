"""Exports over HTTP: files of a period, and the layouts of them that are kept."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.payroll.rules.export_fields import Kind
from backend.payroll.rules.export_files import Encoding
from backend.payroll.schemas.exports import (
    ExportPreview,
    ExportPreviewInput,
    FieldsView,
    FileFormat,
    MappingInput,
    MappingsView,
    MappingView,
)
from backend.payroll.service import exports, mappings

InKind = Annotated[
    Kind, QueryParameter(name="kind", description="A row for a person, a line of pay, or a day")
]
InFile = Annotated[
    FileFormat, QueryParameter(name="file", description="JSON has everything, whatever the kind")
]
InEncoding = Annotated[Encoding, QueryParameter(name="encoding", description="Of a CSV file")]
InMapping = Annotated[UUID | None, QueryParameter(name="mapping_id", description="Without one: every field")]


class ExportController(Controller):
    """Hours and pay of a period as files."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Exports"]

    @get(
        "/exports/{period_id:uuid}",
        access=member_may("export_pay"),
        operation_id="exportPeriod",
        answers=list(exports.MEDIA.values()),
        limit="30/minute",
        uncompressed=False,
    )
    async def export(
        self,
        actor: NamedDependency[Actor],
        period_id: FromPath[UUID],
        kind: InKind = "people",
        file: InFile = "xlsx",
        encoding: InEncoding = "utf-8",
        mapping_id: InMapping = None,
    ) -> Response[bytes]:
        """The same period and layout are the same bytes. What is not locked yet is marked as an estimate."""
        made = await exports.export(actor, period_id, kind, file, encoding=encoding, mapping_id=mapping_id)
        named = f"attachment; filename=\"export.{file}\"; filename*=UTF-8''{quote(made.name, safe='')}"
        charset = f"; charset={encoding}" if file == "csv" else ""
        headers = {"content-disposition": named, "content-type": made.media_type + charset}
        return Response(made.content, headers=headers)

    @post(
        "/export-previews",
        access=member_may("export_pay"),
        operation_id="previewExport",
        status_code=200,
        idempotent=False,
        uncompressed=False,
    )
    async def preview(self, data: JSONBody[ExportPreviewInput]) -> ExportPreview:
        """The first rows as they will read, and who lacks what."""
        return await exports.preview(data)

    @get(
        "/export-fields", access=member_may("export_pay"), operation_id="listExportFields", uncompressed=False
    )
    async def fields(self) -> FieldsView:
        """What can stand in a column."""
        return mappings.fields()


class MappingController(Controller):
    """Layouts that are kept, each under a name."""

    path = "/orgs/{org_id:uuid}/export-mappings"
    tags = ["Exports"]

    @get(access=member_may("export_pay"), operation_id="listExportMappings", uncompressed=False)
    async def mappings(self) -> MappingsView:
        return await mappings.mappings()

    @put("/{mapping_id:uuid}", access=member_may("export_pay"), operation_id="putExportMapping")
    async def put(
        self, actor: NamedDependency[Actor], mapping_id: FromPath[UUID], data: JSONBody[MappingInput]
    ) -> MappingView:
        return await mappings.put_mapping(actor, mapping_id, data)

    @delete(
        "/{mapping_id:uuid}",
        access=member_may("export_pay"),
        operation_id="dropExportMapping",
        status_code=204,
    )
    async def drop(self, actor: NamedDependency[Actor], mapping_id: FromPath[UUID]) -> None:
        await mappings.drop_mapping(actor, mapping_id)


HANDLERS: list[type[Controller]] = [ExportController, MappingController]
