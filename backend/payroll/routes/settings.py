"""The rules of pay over HTTP."""

from litestar import Controller, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.payroll.schemas.settings import PaySettingsInput, PaySettingsView
from backend.payroll.service import settings


class PaySettingsController(Controller):
    """What the organisation decides about its pay."""

    path = "/orgs/{org_id:uuid}/pay-settings"
    tags = ["Pay"]

    @get(access=member_may("see_pay"), operation_id="getPaySettings", uncompressed=False)
    async def read(self, actor: NamedDependency[Actor]) -> PaySettingsView:
        """The decisions, what is missing, who decided what and when, and what each answer comes to."""
        return await settings.settings_view(actor)

    @patch(access=member_may("manage_pay"), operation_id="changePaySettings", uncompressed=False)
    async def change(
        self, actor: NamedDependency[Actor], data: JSONBody[PaySettingsInput]
    ) -> PaySettingsView:
        """One decision, or several. Statements of locked sheets stay as they are."""
        return await settings.change_settings(actor, data)
