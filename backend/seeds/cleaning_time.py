"""What the cleaning firm's people say of their time: hours, wishes, and leave that waits for a word."""

from datetime import date, timedelta

from backend.scheduling.rules.times import monday_of
from backend.scheduling.schemas.leave import EntryInput, LeaveInput
from backend.scheduling.schemas.times import AvailabilityInput, DayInput, WeeklyInput, WishInput
from backend.scheduling.service import leave, leave_ledger, times
from backend.seeds.people import Person, fixed_id

LEFT_MIN = 7 * 6 * 60
"""Of everybody's leave: seven days of six hours."""


async def plant_time(office: Person, crew: list[Person], today: date) -> None:
    """Everybody brought leave along; one asks for a week, one cannot come on Sundays, one wants a day off."""
    with office.acting() as actor:
        for person in crew[:-2]:
            entry = EntryInput(
                "annual",
                LEFT_MIN,
                today - timedelta(days=30),
                note="이전 프로그램에서 옮긴 잔여 휴가",
                id=fixed_id("leave entry", person.member_id),
            )
            await leave_ledger.book_by_hand(actor, person.member_id, entry)
    monday = monday_of(today) + timedelta(weeks=3)
    with crew[1].acting() as actor:
        wanted = LeaveInput(
            "annual",
            monday,
            monday + timedelta(days=4),
            reason="딸이 있는 제주에 다녀오려고요",
            id=fixed_id("leave request", "jeju"),
        )
        await leave.ask(actor, wanted)
    with crew[7].acting() as actor:
        morning = DayInput(today + timedelta(days=10), "00:00", "12:00", "cannot", "병원")
        sundays = WeeklyInput(6, "00:00", "00:00", "cannot", "교회")
        await times.say(actor, crew[7].member_id, AvailabilityInput([sundays], [morning]))
    with crew[3].acting() as actor:
        off = WishInput("off", 3, "손주 돌잔치")
        await times.express(actor, crew[3].member_id, today + timedelta(days=12), off)
