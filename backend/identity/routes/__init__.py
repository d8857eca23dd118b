"""The routes of identity, below /api/v1. One file a noun."""

from backend.identity.routes.invitations import InvitationController, InvitationsController
from backend.identity.routes.me import MeController, MyPasskeysController, MySessionsController
from backend.identity.routes.members import MembersController
from backend.identity.routes.organisations import (
    OrganisationController,
    OrganisationsController,
    RolesController,
)
from backend.identity.routes.sign_in import SignInController
from backend.identity.routes.social import SocialSignInController

HANDLERS: list[type] = [
    SignInController,
    SocialSignInController,
    MeController,
    MySessionsController,
    MyPasskeysController,
    OrganisationsController,
    OrganisationController,
    RolesController,
    MembersController,
    InvitationsController,
    InvitationController,
]
