"""How the cleaning firm plans: kinds of work, contracts of employment, a client, and seats that are free."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.clients.schemas.clients import ClientInput
from backend.clients.schemas.contracts import ContractInput
from backend.clients.service import clients, contracts
from backend.scheduling.schemas.people import Color, PositionInput, SiteRequirements
from backend.scheduling.schemas.shifts import ShiftInput
from backend.scheduling.schemas.terms import TermsInput
from backend.scheduling.service import positions, shifts, skills, terms
from backend.seeds.people import Person, fixed_id

SEOUL = ZoneInfo("Asia/Seoul")
POSITIONS: dict[str, tuple[str, Color]] = {"floor": ("바닥 청소", "teal"), "glass": ("유리창 청소", "blue")}
HOURLY_WON = 11_000
TOWER_BUDGET_WON = 2_400_000


async def plant_terms(office: Person, crew: list[Person], from_on: date) -> None:
    """Everybody works by the hour; the last two have short weeks, below the fifteen hours of the law."""
    with office.acting() as actor:
        for number, person in enumerate(crew):
            short = number >= len(crew) - 2
            wanted = TermsInput(
                14 * 60 if short else 30 * 60, 5, "hourly", HOURLY_WON, extra_hours_agreed=True
            )
            await terms.put_terms(actor, person.member_id, from_on, wanted)


async def plant_positions(office: Person, crew: list[Person]) -> dict[str, UUID]:
    """Two kinds of work: everybody does floors, three do windows."""
    ids = {key: fixed_id("position", key) for key in POSITIONS}
    with office.acting() as actor:
        for key, (name, color) in POSITIONS.items():
            await positions.add_position(actor, PositionInput(name, color, ids[key]))
        for number, person in enumerate(crew):
            await skills.add_position(actor, person.member_id, ids["floor"])
            if number in (3, 5, 7):
                await skills.add_position(actor, person.member_id, ids["glass"])
    return ids


async def plant_client(office: Person, sites: dict[str, UUID], from_on: date) -> None:
    """The tower's owners, with a contract and a budget."""
    client_id = fixed_id("client", "tower")
    with office.acting() as actor:
        await clients.win(
            actor,
            ClientInput(
                name="역삼 타워 관리단",
                contact_name="박소장",
                contact_phone="02-555-1234",
                note="매월 25일 청구",
                id=client_id,
            ),
        )
        await clients.give_site(actor, sites["tower"], client_id)
        contract = ContractInput(
            name="정기 청소", from_on=from_on, monthly_won=9_800_000, id=fixed_id("contract", "tower")
        )
        await contracts.make(actor, client_id, contract)
        await skills.put_requirements(actor, sites["tower"], SiteRequirements(False, [], TOWER_BUDGET_WON))


async def plant_open_shifts(office: Person, sites: dict[str, UUID], position: UUID, today: date) -> None:
    """Windows of the market in three days: whoever can takes a seat; a night at the depot by asking."""
    with office.acting() as actor:
        for number, (site, days, begins, hours, how) in enumerate(
            [("market", 3, time(14), 3, "claim"), ("tower", 4, time(14), 3, "request")]
        ):
            starts_at = datetime.combine(today + timedelta(days=days), begins, SEOUL)
            wanted = ShiftInput(
                site_id=sites[site],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=hours),
                seats=2,
                position_id=position if how == "claim" else None,
                open_by="claim" if how == "claim" else "request",
                note="사다리는 창고에 있어요." if how == "claim" else "",
                id=fixed_id("open shift", number, starts_at),
            )
            await shifts.plan_shift(actor, wanted)
