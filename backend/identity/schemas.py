"""What goes in and out over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from backend.core import access
from backend.core.errors import FieldProblem, UnacceptableFields

NOT_BLANK = r"[^\s\x1c-\x1f\x85\ufeff]"
"""Something to see. Python and JSON Schema (ECMA-262) differ in what they call a space; this is neither's."""

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=NOT_BLANK, examples=["김영숙"])]
Language = Literal["ko", "en"]
Kind = Literal["company", "shop", "coop"]
Role = Literal["owner", "manager", "member"]
Number = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=20,
        pattern=r"^[0-9A-Za-z가-힣][0-9A-Za-z가-힣._/-]{0,19}$",
        examples=["0012"],
        description="Of an employee, unique in the organisation",
    ),
]
Phone = Annotated[str, Meta(min_length=3, max_length=40, examples=["010-1234-5678"])]
Timezone = Annotated[str, Meta(min_length=1, max_length=64, examples=["Asia/Seoul"])]
TextSize = Annotated[str, Meta(max_length=16, pattern="^[a-z0-9-]+$", examples=["large"])]
ChallengeId = Annotated[str, Meta(min_length=1, max_length=100)]
SiteIds = Annotated[list[UUID], Meta(max_length=200)]

_zones = available_timezones() - {"localtime"}
"""`localtime` is whatever the machine is set to, where a Linux distribution has it among the zones."""


class Input(Struct, forbid_unknown_fields=True):
    """A body that somebody sent."""


def check_timezone(name: str | UnsetType) -> None:
    """Raises UnacceptableFields for what is no IANA time zone."""
    if isinstance(name, str) and name not in _zones:
        raise UnacceptableFields(errors=[FieldProblem("/timezone", "unknown", "not an IANA time zone")])


# Signing in


class CodeInput(Input):
    phone: Phone


class CodeSent(Struct):
    expires_in_s: int
    resend_in_s: int


class SessionInput(Input):
    phone: Phone
    code: Annotated[
        str, Meta(pattern=r"^[\s\ufeff]*[0-9]{6}[\s\ufeff]*$", max_length=20, examples=["123456"])
    ]
    name: Name | None = None
    link: bool = False
    """Whether to link the social sign-in that this browser has just begun."""


PasskeyOptions = dict[str, Any]
"""`challenge_id`, and the options for `PublicKeyCredential.parse…OptionsFromJSON` (WebAuthn Level 3)."""


class PasskeySessionInput(Input):
    challenge_id: ChallengeId
    credential: dict[str, Any]


class PasskeyInput(Input):
    challenge_id: ChallengeId
    credential: dict[str, Any]
    name: Name


class PasskeyView(Struct):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeysView(Struct):
    items: list[PasskeyView]


class ProviderView(Struct):
    name: str
    title: str


class ProvidersView(Struct):
    items: list[ProviderView]


# The person


class AccountView(Struct):
    id: UUID
    name: str
    phone: str
    language: str
    text_size: str | None


class AccountChange(Input):
    name: Name | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    text_size: TextSize | UnsetType | None = UNSET


class MembershipView(Struct):
    org_id: UUID
    org_name: str
    kind: str
    timezone: str
    language: str
    member_id: UUID
    name: str
    role: str
    permissions: list[str]
    site_ids: list[UUID] | None
    """The sites that a member manages; null for who manages all or none."""

    @classmethod
    def of(cls, row: Any) -> "MembershipView":
        scopes = list(row["scopes"])
        held = access.permissions_of(row["role"]) | (access.scoped_permissions() if scopes else frozenset())
        return cls(
            org_id=row["org_id"],
            org_name=row["org_name"],
            kind=row["kind"],
            timezone=row["timezone"],
            language=row["language"],
            member_id=row["member_id"],
            name=row["name"],
            role=row["role"],
            permissions=sorted(held),
            site_ids=scopes or None,
        )


class Me(Struct):
    account: AccountView
    memberships: list[MembershipView]


class SessionView(Struct):
    id: UUID
    device: str
    method: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class SessionsView(Struct):
    items: list[SessionView]


# Organisations


class OrganisationSettings(Struct):
    punch_outside: Literal["flag", "block"] = "flag"
    no_show_after_min: Annotated[int, Meta(ge=1, le=240)] = 20
    correction_answer_days: Annotated[int, Meta(ge=1, le=60)] = 7
    """How long somebody may object to what the office changed in their record."""


class SettingsChange(Input):
    punch_outside: Literal["flag", "block"] | UnsetType = UNSET
    no_show_after_min: Annotated[int, Meta(ge=1, le=240)] | UnsetType = UNSET
    correction_answer_days: Annotated[int, Meta(ge=1, le=60)] | UnsetType = UNSET


class OrganisationInput(Input):
    name: Name
    kind: Kind
    timezone: Timezone = "Asia/Seoul"
    language: Language = "ko"
    id: UUID | None = None

    def __post_init__(self) -> None:
        check_timezone(self.timezone)


class OrganisationChange(Input):
    name: Name | UnsetType = UNSET
    timezone: Timezone | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    settings: SettingsChange | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_timezone(self.timezone)


class OrganisationView(Struct):
    id: UUID
    name: str
    kind: str
    timezone: str
    language: str
    settings: OrganisationSettings

    @classmethod
    def of(cls, row: Any) -> "OrganisationView":
        kept = msgspec.json.decode(row.settings, type=OrganisationSettings)
        return cls(row.id, row.name, row.kind, row.timezone, row.language, kept)


# Roles


class PermissionView(Struct):
    name: str
    words: str


class RoleView(Struct):
    """A role in words. `site_manager` is a member with sites; what it may, it may there."""

    name: str
    words: str
    may: list[PermissionView]


class RolesView(Struct):
    items: list[RoleView]


# Members and invitations


class MemberView(Struct):
    id: UUID
    account_id: UUID
    name: str
    role: str
    phone: str | None
    """Only for who may see it."""
    number: str | None
    """Of the employee, as the payroll program knows them."""
    joined_at: datetime
    ended_at: datetime | None
    site_ids: list[UUID] | None

    @classmethod
    def of(cls, row: Any, *, with_phone: bool) -> "MemberView":
        return cls(
            id=row["id"],
            account_id=row["account_id"],
            name=row["name"],
            role=row["role"],
            phone=row["phone"] if with_phone else None,
            number=row["number"],
            joined_at=row["joined_at"],
            ended_at=row["ended_at"],
            site_ids=list(row["scopes"]) or None,
        )


class MembersView(Struct):
    items: list[MemberView]
    next_cursor: str | None


class MemberChange(Input):
    name: Name | UnsetType = UNSET
    number: Number | UnsetType | None = UNSET
    role: Role | UnsetType = UNSET
    site_ids: SiteIds | UnsetType | None = UNSET


class InvitationInput(Input):
    role: Role
    id: UUID | None = None
    phone: Phone | None = None
    number: Number | None = None
    """The employee's, once they have joined; for one person only."""
    max_uses: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """Null: for one person when a phone or an office role is given, else for the whole crew."""
    expires_in_hours: Annotated[int, Meta(ge=1, le=2160)] = 168


class InvitationView(Struct):
    id: UUID
    token: str | None
    """Null only when the server's secret has changed since."""
    link: str | None
    role: str
    phone: str | None
    expires_at: datetime
    max_uses: int | None
    uses: int
    created_at: datetime


class InvitationsView(Struct):
    items: list[InvitationView]
    next_cursor: str | None


class InvitationOffer(Struct):
    """What somebody sees who holds an invitation and has not signed in."""

    org_name: str
    role: str
    inviter_name: str
    language: str
    expires_at: datetime


class AcceptanceInput(Input):
    name: Name | None = None


class CrewDocument(Struct):
    items: Sequence[MemberView]
    invitations: Sequence[InvitationView]
