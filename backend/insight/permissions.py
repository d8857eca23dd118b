"""Who may see what the figures say. Who answers for a site sees them for their sites, without money."""

from backend.core.access import permission
from backend.identity.permissions import OFFICE

permission(
    "see_insight",
    OFFICE,
    ko="시간, 지각, 예상 근무를 한눈에 보기",
    en="See hours, lateness and forecasts at a glance",
    scoped=True,
)
