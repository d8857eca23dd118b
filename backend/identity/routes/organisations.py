"""Organisations."""

from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from backend.core.access import member_may, signed_in
from backend.core.actor import Actor
from backend.identity.routes.browser import DEPENDENCIES
from backend.identity.schemas import OrganisationChange, OrganisationInput, OrganisationView, RolesView
from backend.identity.service import organisations
from backend.identity.service.sessions import Browser


class OrganisationsController(Controller):
    """Where organisations are founded."""

    path = "/orgs"
    tags = ["Organisations"]

    @post(access=signed_in(), operation_id="foundOrganisation")
    async def found(
        self, actor: NamedDependency[Actor], data: JSONBody[OrganisationInput]
    ) -> OrganisationView:
        """Make an organisation. Its founder is its owner."""
        return await organisations.found(actor, data)


class RolesController(Controller):
    """What roles there are."""

    path = "/roles"
    tags = ["Organisations"]
    dependencies = DEPENDENCIES

    @get(access=signed_in(), operation_id="listRoles")
    async def list_roles(self, browser: NamedDependency[Browser]) -> RolesView:
        """Each role with everything that it may do, in words."""
        return RolesView(list(organisations.list_roles(browser.language)))


class OrganisationController(Controller):
    """One organisation."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Organisations"]

    @get(access=member_may("see_organisation"), operation_id="getOrganisation")
    async def organisation(self, actor: NamedDependency[Actor]) -> OrganisationView:
        """Its name, zone, language and settings."""
        return await organisations.organisation_of(actor)

    @patch(access=member_may("change_organisation"), operation_id="changeOrganisation")
    async def change(
        self, actor: NamedDependency[Actor], data: JSONBody[OrganisationChange]
    ) -> OrganisationView:
        """Change them. What is left out stays."""
        return await organisations.change(actor, data)
