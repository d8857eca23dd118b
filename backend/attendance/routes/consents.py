"""Consents, and what the organisation keeps for how long, over HTTP."""

from uuid import UUID

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from backend.attendance.schemas.consents import (
    ConsentInput,
    ConsentsView,
    ConsentView,
    RecordPolicyInput,
    RecordPolicyView,
)
from backend.attendance.service import consents, record_policy
from backend.core.access import member_may
from backend.core.actor import Actor


class ConsentController(Controller):
    """What people say when asked whether their position may be kept."""

    path = "/orgs/{org_id:uuid}/consents"
    tags = ["Attendance"]

    @put("/{consent_id:uuid}", access=member_may("clock_in"), operation_id="putConsent")
    async def answer(
        self, actor: NamedDependency[Actor], consent_id: FromPath[UUID], data: JSONBody[ConsentInput]
    ) -> ConsentView:
        return await consents.answer(actor, consent_id, data)

    @get(access=member_may("see_own_record"), operation_id="listConsents")
    async def list_all(
        self, actor: NamedDependency[Actor], member_id: FromQuery[UUID | None] = None
    ) -> ConsentsView:
        return await consents.consents(actor, member_id)


class RecordPolicyController(Controller):
    """What the organisation asks for at a punch, and how long it keeps it."""

    path = "/orgs/{org_id:uuid}/record-policy"
    tags = ["Attendance"]

    @get(access=member_may("see_board"), operation_id="getRecordPolicy")
    async def show(self, actor: NamedDependency[Actor]) -> RecordPolicyView:
        return await record_policy.policy(actor)

    @put(access=member_may("change_organisation"), operation_id="putRecordPolicy")
    async def write(
        self, actor: NamedDependency[Actor], data: JSONBody[RecordPolicyInput]
    ) -> RecordPolicyView:
        return await record_policy.write(actor, data)
