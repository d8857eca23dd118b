"""What the organisation chose about planning, and what the rules say to a plan that is only thought of."""

import msgspec

from backend.core.actor import Actor
from backend.core.database import fetch, fetch_row, transaction
from backend.core.errors import FieldProblem, NotFound, UnacceptableFields
from backend.core.events import record
from backend.identity.tables import Member
from backend.scheduling.events import PlanningChoicesChanged
from backend.scheduling.rules.guards.catalogue import RULES
from backend.scheduling.schemas.guards import ChoicesInput, PlanCheckInput, PlanCheckView, RulesView, RuleView
from backend.scheduling.schemas.planning import PlanningChoices
from backend.scheduling.service.guards import examine
from backend.scheduling.tables import Shift

PUT_CHOICES = """
INSERT INTO planning_choice (org_id, choices) VALUES (current_setting('app.org')::uuid, $1)
    ON CONFLICT (org_id) DO UPDATE SET choices = excluded.choices
"""


async def choices() -> PlanningChoices:
    """The choices of the organisation of the tenancy; what it never chose is at its default."""
    async with transaction():
        row = await fetch_row("SELECT choices FROM planning_choice")
    return msgspec.json.decode(row["choices"] if row else "{}", type=PlanningChoices)


async def rules() -> RulesView:
    """Every rule with its article and what holds here."""
    chosen = await choices()
    return RulesView([RuleView.of(rule, chosen) for rule in RULES.values()], chosen)


async def put_choices(actor: Actor, wanted: ChoicesInput) -> RulesView:
    """All choices at once. Raises UnacceptableFields for a level that the law does not leave to choose."""
    problems = [
        FieldProblem(f"/levels/{code}", "not-allowed", "the law or the rule leaves no such choice")
        for code, level in wanted.levels.items()
        if code not in RULES or level not in RULES[code].allowed
    ]
    if problems:
        raise UnacceptableFields(errors=problems)
    chosen = wanted.choices()
    async with transaction():
        before = await choices()
        fields = [name for name in chosen.__struct_fields__ if getattr(before, name) != getattr(chosen, name)]
        if fields:
            await fetch(PUT_CHOICES, msgspec.json.encode(chosen).decode())
            await record(PlanningChoicesChanged(actor.org, fields), by=actor)
    return await rules()


async def check(actor: Actor, wanted: PlanCheckInput) -> PlanCheckView:
    """What would speak against these people on these shifts. Nothing is written.

    Raises NotFound for a shift that the actor does not plan, or a person who never worked here.
    """
    placements = [one.placement() for one in wanted.placements]
    shift_ids = list({one.shift_id for one in placements})
    member_ids = list({one.member_id for one in placements})
    async with transaction():
        found = await Shift.select(Shift.site_id).where(Shift.id.is_in(shift_ids))
        if len(found) < len(shift_ids) or not all(actor.may("plan_shifts", row["site_id"]) for row in found):
            raise NotFound()
        if await Member.count().where(Member.id.is_in(member_ids)) < len(member_ids):
            raise NotFound()
        return PlanCheckView(await examine(placements, occasion="assign", reader=actor))
