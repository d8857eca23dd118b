"""Whatever the office and the crew do, in whatever order: the plan is what the reference says.

Hypothesis thinks of the orders; the commands go through HTTP, and what follows from them through the jobs.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.core import database, tenancy
from jobs.crew import follow_seat, lapse, move_line_up
from jobs.job import Happened
from tests.scheduling.plan import publish, shift
from tests.scheduling.reference import Plan, Refused, Shift
from tests.world import Firm, Person

PEOPLE, SHIFTS = 4, 3
EXAMPLES, STEPS = 12, 25
FOLLOWS = {"MemberAssigned": follow_seat, "MemberUnassigned": move_line_up, "ShiftWithdrawn": lapse}

who = st.integers(0, PEOPLE - 1)
which = st.integers(0, SHIFTS - 1)
any_of = st.integers(0, 23)
"""Which of those that there are; random people on random shifts would seldom meet."""


class World:
    """The real thing: a firm whose plan is made anew for each run."""

    def __init__(self, firm: Firm, site_id: str, crew: list[Person]) -> None:
        self.firm, self.site_id, self.crew = firm, site_id, crew
        self.last_event = 0
        self.shifts: list[str] = []
        self.swaps: list[str] = []

    async def begin(self, plan: Plan) -> None:
        for shift_id in self.shifts:
            await self.send(self.firm.owner, "DELETE", f"~/shifts/{shift_id}")
        self.shifts, self.swaps = [], []
        for planned in plan.shifts:
            starts = 24 * (1 + 2 * planned.slot)
            body = {"seats": planned.seats, "open_by": planned.open_by}
            made = await shift(self.firm, self.site_id, starts, starts + 2, **body)
            self.shifts.append(made["id"])
        await publish(self.firm.owner, 23, 24 * 5)

    async def send(self, person: Person, method: str, path: str, body: Any = None) -> str:
        """What it came to: the problem's code, the state that it has now, or nothing."""
        answer = await person.request(method, path, body)
        assert answer.status_code < 500, answer.text
        found = answer.json() if answer.content else {}
        if answer.status_code >= 400:
            return f"refused: {found['code']}"
        if method == "POST":
            self.swaps.append(found["id"])
        await self.follow()
        return str(found.get("state", "")) if path.endswith("/claim") else ""

    async def follow(self) -> None:
        """Let the jobs do what follows."""
        sql = "SELECT id, kind, subject, at, data::text FROM event WHERE id > $1 AND kind = ANY ($2)"
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            async with database.transaction():
                events = await database.fetch(f"{sql} ORDER BY id", self.last_event, list(FOLLOWS))
            for event in events:
                self.last_event = event["id"]
                fields = (event["id"], event["kind"], event["subject"], None, event["at"])
                happened = Happened(UUID(self.firm.org_id), *fields, event["data"].encode())
                async with database.transaction():
                    await FOLLOWS[event["kind"]].work(happened)

    async def state(self) -> tuple[Any, ...]:
        with tenancy.acting_for(org_id=UUID(self.firm.org_id)):
            async with database.transaction():
                on = await database.fetch("SELECT shift_id, member_id FROM assignment")
                claims = await database.fetch(
                    "SELECT shift_id, member_id, state FROM claim ORDER BY claimed_at, member_id"
                )
                swaps = await database.fetch("SELECT id, state FROM swap")
        numbers = {person.member_id: number for number, person in enumerate(self.crew)}
        ours = [
            (
                sorted(numbers[str(row["member_id"])] for row in on if str(row["shift_id"]) == shift_id),
                [
                    numbers[str(row["member_id"])]
                    for row in claims
                    if str(row["shift_id"]) == shift_id and row["state"] == "waiting"
                ],
                {
                    numbers[str(row["member_id"])]: row["state"]
                    for row in claims
                    if str(row["shift_id"]) == shift_id
                },
            )
            for shift_id in self.shifts
        ]
        states = {str(row["id"]): row["state"] for row in swaps}
        return ours, [states[swap_id] for swap_id in self.swaps]


class Machine(RuleBasedStateMachine):
    """Does the same to the world and to the reference, and compares."""

    world: World
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    @initialize(
        shifts=st.lists(
            st.builds(Shift, st.integers(0, 1), st.integers(1, 2), st.sampled_from(["claim", "request"])),
            min_size=SHIFTS,
            max_size=SHIFTS,
        )
    )
    def begin(self, shifts: list[Shift]) -> None:
        self.plan = Plan(shifts)
        self.run(self.world.begin(self.plan))

    def both(self, expected: Any, person: Person, method: str, path: str, body: Any = None) -> None:
        try:
            thought = expected() or ""
        except Refused as refused:
            thought = f"refused: {refused}"
        assert self.run(self.world.send(person, method, path, body)) == thought

    def seat(self, member: int, at: int) -> str:
        return f"~/shifts/{self.world.shifts[at]}/assignments/{self.world.crew[member].member_id}"

    @rule(member=who, at=which)
    def assign(self, member: int, at: int) -> None:
        office = self.world.firm.owner
        self.both(lambda: self.plan.assign(member, at), office, "PUT", self.seat(member, at), {})

    @rule(chosen=any_of)
    def unassign(self, chosen: int) -> None:
        seats = [(member, at) for at, one in enumerate(self.plan.shifts) for member in one.on]
        if not seats:
            return
        member, at = seats[chosen % len(seats)]
        office = self.world.firm.owner
        self.both(lambda: self.plan.unassign(member, at), office, "DELETE", self.seat(member, at))

    @rule(at=which, sure=st.integers(0, 5))
    def cancel(self, at: int, sure: int) -> None:
        if sure == 5:
            path = f"~/shifts/{self.world.shifts[at]}"
            self.both(lambda: self.plan.cancel(at), self.world.firm.owner, "DELETE", path)

    @rule(member=who, at=which)
    def claim_too(self, member: int, at: int) -> None:
        """Twice, since it is most of what the crew does."""
        self.try_claim(member, at)

    @rule(member=who, at=which)
    def claim(self, member: int, at: int) -> None:
        self.try_claim(member, at)

    def try_claim(self, member: int, at: int) -> None:
        path = f"~/shifts/{self.world.shifts[at]}/claim"
        self.both(lambda: self.plan.claim(member, at), self.world.crew[member], "PUT", path, {})

    @rule(chosen=any_of)
    def withdraw(self, chosen: int) -> None:
        claims = [(member, at) for at, one in enumerate(self.plan.shifts) for member in one.claims]
        if not claims:
            return
        member, at = claims[chosen % len(claims)]
        path = f"~/shifts/{self.world.shifts[at]}/claim"
        self.both(lambda: self.plan.withdraw(member, at), self.world.crew[member], "DELETE", path)

    @rule(chosen=any_of)
    def grant(self, chosen: int) -> None:
        claims = [(member, at) for at, one in enumerate(self.plan.shifts) for member in one.claims]
        if not claims:
            return
        member, at = claims[chosen % len(claims)]
        path = f"~/shifts/{self.world.shifts[at]}/claims/{self.world.crew[member].member_id}/decision"
        office = self.world.firm.owner
        self.both(lambda: self.plan.grant(member, at), office, "PUT", path, {"approve": True})

    @rule(chosen=any_of, further=st.integers(1, PEOPLE - 1), back=st.none() | which)
    def ask(self, chosen: int, further: int, back: int | None) -> None:
        seats = [(member, at) for at, one in enumerate(self.plan.shifts) for member in one.on]
        asker, at = seats[chosen % len(seats)] if seats else (0, 0)
        to = (asker + further) % PEOPLE
        if back != at:
            body = {
                "shift_id": self.world.shifts[at],
                "to_member_id": self.world.crew[to].member_id,
                "in_return_shift_id": None if back is None else self.world.shifts[back],
            }
            self.both(
                lambda: self.plan.ask(asker, at, to, back), self.world.crew[asker], "POST", "~/swaps", body
            )

    @rule(number=st.integers(0, 5))
    def accept(self, number: int) -> None:
        if number < len(self.world.swaps):
            path = f"~/swaps/{self.world.swaps[number]}/acceptance"
            asked = self.world.crew[self.plan.swaps[number].to]
            self.both(lambda: self.plan.accept(number), asked, "PUT", path, {})

    @rule(number=st.integers(0, 5))
    def approve(self, number: int) -> None:
        if number < len(self.world.swaps):
            path = f"~/swaps/{self.world.swaps[number]}/decision"
            office = self.world.firm.owner
            self.both(lambda: self.plan.approve(number), office, "PUT", path, {"approve": True})

    @invariant()
    def the_plan_is_what_it_should_be(self) -> None:
        if self.world.shifts:
            shifts = [(sorted(one.on), one.line, one.claims) for one in self.plan.shifts]
            assert self.run(self.world.state()) == (shifts, [swap.state for swap in self.plan.swaps])


async def test_the_plan_is_what_the_reference_says_whatever_the_order(firm: Firm) -> None:
    site = await firm.site()
    crew = [await firm.hire(f"직원 {number}") for number in range(PEOPLE)]
    Machine.world, Machine.loop = World(firm, site["id"], crew), asyncio.get_running_loop()
    thorough = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # minutes of shrinking are for who looks into a failure
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, Machine, settings=thorough)
