"""What people may do with sites and shifts. Who answers for a site holds the scoped ones there."""

from backend.core.access import permission
from backend.identity.permissions import EVERYONE, OFFICE

permission("see_sites", OFFICE, scoped=True)
permission("change_sites", OFFICE, scoped=True)
permission("open_sites", OFFICE)
permission("see_shifts", EVERYONE)
permission("plan_shifts", OFFICE, scoped=True)
