"""What people say about their own sheets."""

from uuid import UUID

from backend.core import clock
from backend.core.actor import Actor
from backend.core.database import fetch, transaction
from backend.core.errors import FieldProblem, UnacceptableFields
from backend.core.events import record
from backend.core.ids import new_id
from backend.timesheets.events import SheetRemarked
from backend.timesheets.queries import kept as queries
from backend.timesheets.schemas.sheets import RemarkInput
from backend.timesheets.service.acts import Act, write_act
from backend.timesheets.service.kept import kept_sheets
from backend.timesheets.service.periods import begun


async def remark(actor: Actor, period_id: UUID, given: RemarkInput) -> None:
    """Say that one's own sheet looks right, or what does not. The same again changes nothing.

    Raises NotFound, PeriodNotBegun, and UnacceptableFields when nothing is said about what is not right.
    """
    text = given.text.strip()
    if not given.right and not text:
        raise UnacceptableFields(errors=[FieldProblem("/text", "needed", "say what is not right")])
    async with transaction():
        found = await begun(period_id)
        await fetch(queries.HOLD, [actor.member])
        [kept] = await kept_sheets(found, [actor.member])
        said = await fetch(queries.REMARKS, found.id, [actor.member])
        same = (given.right, text, kept.revision)
        if any((row["right"], row["reason"], row["revision"]) == same for row in said):
            return
        kind = "right" if given.right else "not_right"
        act = Act(new_id(), actor.member, kind, clock.now(), kept.revision, actor.member, text)
        await write_act(found, act)
        await record(SheetRemarked(actor.member, found.id, given.right), by=actor, to=[actor.member])
