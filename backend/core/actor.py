"""Who acts: a person with a session, and in an organisation their role there."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, or the job that acts in their place."""

    account_id: UUID
    session_id: UUID
    language: str
    org_id: UUID | None = None
    member_id: UUID | None = None
    role: str | None = None
    scopes: frozenset[UUID] = frozenset()
    """The parts of the organisation (sites) that a member answers for without being its manager."""
    permissions: frozenset[str] = frozenset()
    scoped_permissions: frozenset[str] = frozenset()

    @property
    def org(self) -> UUID:
        """The organisation of the request; only routes below `/orgs/{org_id}` have one."""
        if self.org_id is None:
            raise NotFound()
        return self.org_id

    @property
    def member(self) -> UUID:
        """The actor's membership in that organisation."""
        if self.member_id is None:
            raise NotFound()
        return self.member_id

    def may(self, permission: str, scope: UUID | None = None) -> bool:
        """Whether the actor holds a permission everywhere, or in that one scope."""
        if permission in self.permissions:
            return True
        return permission in self.scoped_permissions and scope is not None and scope in self.scopes

    def may_somewhere(self, permission: str) -> bool:
        """Whether the actor holds a permission everywhere, or in at least one scope."""
        return permission in self.permissions or (permission in self.scoped_permissions and bool(self.scopes))

    def must(self, permission: str, scope: UUID | None = None) -> None:
        """Raise Forbidden unless the actor may."""
        if not self.may(permission, scope):
            raise Forbidden()

    def scope_filter(self, permission: str) -> frozenset[UUID] | None:
        """None when the permission holds everywhere, else the scopes that it holds in."""
        return None if permission in self.permissions else self.scopes
