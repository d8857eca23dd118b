"""Layouts of files that an organisation keeps, each for a payroll program."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import NotFound
from backend.core.events import record
from backend.payroll.export_errors import MappingNameTaken, TooManyMappings
from backend.payroll.export_events import MappingDropped, MappingSaved
from backend.payroll.queries import exports as queries
from backend.payroll.rules.export_fields import Field, Kind, fields_of
from backend.payroll.schemas.exports import (
    FieldsView,
    FieldView,
    LayoutInput,
    MappingInput,
    MappingsView,
    MappingView,
)

MOST_MAPPINGS = 50


def fields() -> FieldsView:
    """Everything that can stand in a column."""
    return FieldsView(people=_views("people"), lines=_views("lines"), days=_views("days"))


def _views(kind: Kind) -> list[FieldView]:
    return [_view_of_field(field) for field in fields_of(kind).values()]


def _view_of_field(field: Field) -> FieldView:
    return FieldView(field.key, field.type, field.ko, field.en)


async def mappings() -> MappingsView:
    """All of them by name."""
    async with transaction():
        rows = await fetch(queries.MAPPINGS, MOST_MAPPINGS)
    return MappingsView([_view(row) for row in rows])


async def put_mapping(actor: Actor, mapping_id: UUID, wanted: MappingInput) -> MappingView:
    """Keep a layout under a name. The same again changes nothing.

    Raises UnacceptableFields, MappingNameTaken, TooManyMappings.
    """
    wanted.layout.layout()
    text = msgspec.json.encode(wanted.layout, order="deterministic").decode()
    name = wanted.name.strip()
    async with transaction():
        others = await fetch_row(queries.OTHERS, mapping_id)
        if others["n"] >= MOST_MAPPINGS:
            raise TooManyMappings(most=MOST_MAPPINGS)
        try:
            async with transaction():
                values = (mapping_id, name, wanted.layout.kind, text, actor.member, clock.now())
                saved = await fetch(queries.PUT_MAPPING, *values)
        except asyncpg.UniqueViolationError:
            raise MappingNameTaken() from None
        if saved:
            await record(MappingSaved(mapping_id, name), by=actor)
        return await mapping(mapping_id)


async def mapping(mapping_id: UUID) -> MappingView:
    """Inside a transaction. Raises NotFound."""
    row = await fetch_row(queries.MAPPING, mapping_id)
    if row is None:
        raise NotFound()
    return _view(row)


async def drop_mapping(actor: Actor, mapping_id: UUID) -> None:
    """Again changes nothing."""
    async with transaction():
        if await fetch(queries.DROP_MAPPING, mapping_id):
            await record(MappingDropped(mapping_id), by=actor)


def _view(row: Any) -> MappingView:
    layout = msgspec.json.decode(row["layout"], type=LayoutInput)
    return MappingView(row["id"], row["name"], layout, row["changed_at"])
