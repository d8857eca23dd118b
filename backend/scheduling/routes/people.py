"""What the plan knows about people, over HTTP: positions, terms, protection, skills."""

from datetime import date
from uuid import UUID

from litestar import Controller, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from backend.core.access import member_may
from backend.core.actor import Actor
from backend.scheduling.schemas.people import (
    CertificateChange,
    CertificateInput,
    CertificateKindInput,
    CertificateKindsView,
    CertificateKindView,
    CertificateView,
    PositionChange,
    PositionInput,
    PositionRequirements,
    PositionsView,
    PositionView,
    Protection,
    SitePersonInput,
    SiteRequirements,
    SiteRequirementsView,
    SkillsView,
)
from backend.scheduling.schemas.terms import TermsInput, TermsList, TermsView
from backend.scheduling.service import positions, skills, terms


class PositionController(Controller):
    """Kinds of work."""

    path = "/orgs/{org_id:uuid}/positions"
    tags = ["Positions"]

    @get(access=member_may("see_shifts"), operation_id="listPositions")
    async def list_all(self) -> PositionsView:
        return await positions.positions()

    @post(access=member_may("change_positions"), operation_id="addPosition")
    async def add(self, actor: NamedDependency[Actor], data: JSONBody[PositionInput]) -> PositionView:
        return await positions.add_position(actor, data)

    @patch("/{position_id:uuid}", access=member_may("change_positions"), operation_id="changePosition")
    async def change(
        self, actor: NamedDependency[Actor], position_id: FromPath[UUID], data: JSONBody[PositionChange]
    ) -> PositionView:
        return await positions.change_position(actor, position_id, data)

    @put(
        "/{position_id:uuid}/requirements",
        access=member_may("change_positions"),
        operation_id="setPositionRequirements",
    )
    async def require(
        self, actor: NamedDependency[Actor], position_id: FromPath[UUID], data: JSONBody[PositionRequirements]
    ) -> PositionView:
        return await positions.require_for_position(actor, position_id, data)


class CertificateController(Controller):
    """Kinds of certificates, and those that people hold."""

    path = "/orgs/{org_id:uuid}"
    tags = ["Skills"]

    @get("/certificate-kinds", access=member_may("see_shifts"), operation_id="listCertificateKinds")
    async def kinds(self) -> CertificateKindsView:
        return await positions.certificate_kinds()

    @post("/certificate-kinds", access=member_may("change_positions"), operation_id="addCertificateKind")
    async def add_kind(
        self, actor: NamedDependency[Actor], data: JSONBody[CertificateKindInput]
    ) -> CertificateKindView:
        return await positions.add_certificate_kind(actor, data)

    @post(
        "/members/{member_id:uuid}/certificates",
        access=member_may("change_skills"),
        operation_id="addCertificate",
    )
    async def add(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[CertificateInput]
    ) -> CertificateView:
        return await skills.add_certificate(actor, member_id, data)

    @patch(
        "/certificates/{certificate_id:uuid}",
        access=member_may("change_skills"),
        operation_id="changeCertificate",
    )
    async def change(
        self, actor: NamedDependency[Actor], certificate_id: FromPath[UUID], data: JSONBody[CertificateChange]
    ) -> CertificateView:
        return await skills.change_certificate(actor, certificate_id, data)

    @delete(
        "/certificates/{certificate_id:uuid}",
        access=member_may("change_skills"),
        operation_id="removeCertificate",
    )
    async def remove(self, actor: NamedDependency[Actor], certificate_id: FromPath[UUID]) -> None:
        await skills.remove_certificate(actor, certificate_id)


class MemberFactsController(Controller):
    """What the plan must know about one person."""

    path = "/orgs/{org_id:uuid}/members/{member_id:uuid}"
    tags = ["Skills"]

    @get("/terms", access=member_may("see_shifts"), operation_id="listTerms")
    async def terms(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> TermsList:
        return await terms.terms(actor, member_id)

    @put("/terms/{from_on:date}", access=member_may("change_terms"), operation_id="setTerms")
    async def put_terms(
        self,
        actor: NamedDependency[Actor],
        member_id: FromPath[UUID],
        from_on: FromPath[date],
        data: JSONBody[TermsInput],
    ) -> TermsView:
        return await terms.put_terms(actor, member_id, from_on, data)

    @delete("/terms/{from_on:date}", access=member_may("change_terms"), operation_id="deleteTerms")
    async def delete_terms(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], from_on: FromPath[date]
    ) -> None:
        await terms.delete_terms(actor, member_id, from_on)

    @get("/protection", access=member_may("see_protected"), operation_id="getProtection")
    async def protection(self, member_id: FromPath[UUID]) -> Protection:
        return await terms.protection(member_id)

    @put("/protection", access=member_may("see_protected"), operation_id="setProtection")
    async def put_protection(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], data: JSONBody[Protection]
    ) -> Protection:
        return await terms.put_protection(actor, member_id, data)

    @get("/skills", access=member_may("see_shifts"), operation_id="getSkills")
    async def skills(self, actor: NamedDependency[Actor], member_id: FromPath[UUID]) -> SkillsView:
        return await skills.skills(actor, member_id)

    @put(
        "/positions/{position_id:uuid}",
        access=member_may("change_skills"),
        operation_id="addMemberPosition",
    )
    async def add_position(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], position_id: FromPath[UUID]
    ) -> SkillsView:
        return await skills.add_position(actor, member_id, position_id)

    @delete(
        "/positions/{position_id:uuid}",
        access=member_may("change_skills"),
        operation_id="removeMemberPosition",
    )
    async def remove_position(
        self, actor: NamedDependency[Actor], member_id: FromPath[UUID], position_id: FromPath[UUID]
    ) -> None:
        await skills.remove_position(actor, member_id, position_id)


class SiteRequirementsController(Controller):
    """What a site wants of the people who work there."""

    path = "/orgs/{org_id:uuid}/sites/{site_id:uuid}"
    tags = ["Skills"]

    @get("/requirements", access=member_may("see_sites"), operation_id="getSiteRequirements")
    async def requirements(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID]
    ) -> SiteRequirementsView:
        return await skills.requirements(actor, site_id)

    @put("/requirements", access=member_may("change_sites"), operation_id="setSiteRequirements")
    async def put_requirements(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], data: JSONBody[SiteRequirements]
    ) -> SiteRequirementsView:
        return await skills.put_requirements(actor, site_id, data)

    @put("/people/{member_id:uuid}", access=member_may("change_sites"), operation_id="setSitePerson")
    async def put_person(
        self,
        actor: NamedDependency[Actor],
        site_id: FromPath[UUID],
        member_id: FromPath[UUID],
        data: JSONBody[SitePersonInput],
    ) -> None:
        await skills.put_site_person(actor, site_id, member_id, data)

    @delete("/people/{member_id:uuid}", access=member_may("change_sites"), operation_id="removeSitePerson")
    async def remove_person(
        self, actor: NamedDependency[Actor], site_id: FromPath[UUID], member_id: FromPath[UUID]
    ) -> None:
        await skills.remove_site_person(actor, site_id, member_id)
