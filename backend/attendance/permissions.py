"""What people may do with punches. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("clock_in", EVERYONE)
permission("see_own_record", EVERYONE)
permission("see_board", OFFICE, scoped=True)
permission("record_for_others", OFFICE, scoped=True)
