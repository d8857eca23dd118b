"""What contracts say is to be done: each line is a series of shifts, and ends with its contract."""

from datetime import date
from uuid import UUID

from backend.clients.events import LineAdded
from backend.clients.queries import clients as queries
from backend.clients.schemas.contracts import LinesView
from backend.clients.service import contracts
from backend.clients.tables import Contract
from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.scheduling.schemas.series import SeriesInput, SeriesView
from backend.scheduling.service import series, series_changes

ADD = """
INSERT INTO contract_line (org_id, series_id, contract_id) VALUES (current_setting('app.org')::uuid, $1, $2)
    ON CONFLICT DO NOTHING RETURNING series_id
"""

series_changes.register_split("""
INSERT INTO contract_line (org_id, series_id, contract_id)
SELECT l.org_id, $2, l.contract_id FROM contract_line l WHERE l.series_id = $1
""")


async def add(actor: Actor, contract_id: UUID, wanted: SeriesInput) -> SeriesView:
    """Plan what a contract says, within its days. The same id again is the same line.

    Raises NotFound, ContractOver, UnusableRule, and UnacceptableFields for days outside the contract.
    """
    async with transaction():
        contract = await contracts.held(contract_id)
        wanted.id = wanted.id or new_id()
        if wanted.until_on is None:
            wanted.until_on = contract.until_on
        _refuse_outside(contract, wanted.from_on, wanted.until_on)
        made = await series.make(actor, wanted)
        if await fetch(ADD, made.id, contract_id):
            await record(LineAdded(contract_id, made.id), by=actor)
        return made


async def lines(actor: Actor, contract_id: UUID) -> LinesView:
    """A contract's lines, ended ones too. Raises NotFound."""
    async with transaction():
        await contracts.view(contract_id)
        ids = await fetch(queries.LINES, contract_id)
        return LinesView([await series.one(actor, row["series_id"]) for row in ids])


async def drop(actor: Actor, contract_id: UUID, series_id: UUID) -> None:
    """The line ends: its shifts that have not begun are cancelled. Raises NotFound."""
    async with transaction():
        if await fetch_row(queries.LINE, contract_id, series_id) is None:
            raise NotFound()
        await series_changes.end(actor, series_id, "all", None)


def _refuse_outside(contract: Contract, from_on: date, until_on: date | None) -> None:
    outside = [FieldProblem("/from_on", "out-of-range", "before the contract begins")]
    if from_on >= contract.from_on:
        outside = []
    if contract.until_on is not None and (until_on is None or until_on > contract.until_on):
        outside.append(FieldProblem("/until_on", "out-of-range", "after the contract ends"))
    if outside:
        raise UnacceptableFields(errors=outside)
