"""After somebody clocked in: do the rules of the plan still hold? The punch itself is never held up by it."""

from backend.attendance.events import PunchRecorded
from backend.attendance.queries import punches as queries
from backend.core.database import fetch_row, transaction
from backend.notifications.service.decide import Audience, Message, notify
from backend.scheduling.service.guards import Placement, examine

# The shift that the session is for, and whose it is.
SESSION = """
SELECT w.shift_id, m.name, t.id AS site_id, t.name AS site_name
  FROM work_session w
  JOIN member m ON m.org_id = w.org_id AND m.id = w.member_id
  JOIN shift s ON s.org_id = w.org_id AND s.id = w.shift_id
  JOIN site t ON t.org_id = s.org_id AND t.id = s.site_id
 WHERE w.id = $1
"""


async def tell_of_broken_rules(event: PunchRecorded) -> None:
    """Tell who answers for the site when a rule would refuse this work, once for each session.

    What only warns was known when it was planned. Which rule it is stands in the plan, not in the message: it
    may tell why the law protects somebody.
    """
    async with transaction():
        session = await fetch_row(SESSION, event.session_id)
        if session is None:
            return
        found = await examine([Placement(event.member_id, session["shift_id"])], occasion="clock_in")
        refusals = [finding for finding in found if finding.level == "refuse"]
        if not refusals:
            return
        message = Message(
            topic="rules_broken",
            key=f"rules_broken/{event.session_id}",
            subject=session["shift_id"],
            variables={"name": session["name"], "site": session["site_name"], "rules": len(refusals)},
            link="/plan",
        )
        await notify(message, Audience(queries.WHO_ANSWERS_FOR, (session["site_id"],)), by=None)
