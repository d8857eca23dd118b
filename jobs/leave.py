"""What follows from leave that is asked for and decided, and from the days that pass."""

from backend.scheduling.events import LeaveAsked, LeaveDecided, LeaveWithdrawn
from backend.scheduling.service import leave_accrual, leave_news
from jobs.job import Happened, job


@job
async def earn_leave(event: Happened) -> None:  # noqa: ARG001 - what is due is looked up
    """A day has begun, or somebody's terms have changed: book what was earned and what expired."""
    await leave_accrual.look()


@job
async def tell_of_asking(event: Happened) -> None:
    """The office hears of a request."""
    await leave_news.tell_of_asking(event.read(LeaveAsked), by_account=event.actor_id)


@job
async def tell_of_decision(event: Happened) -> None:
    """Who asked hears the answer."""
    await leave_news.tell_of_decision(event.read(LeaveDecided))


@job
async def tell_of_withdrawal(event: Happened) -> None:
    """Whoever did not withdraw it hears of it."""
    await leave_news.tell_of_withdrawal(event.read(LeaveWithdrawn), by_account=event.actor_id)
