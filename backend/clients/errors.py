"""Why something about clients cannot be done."""

from backend.core.errors import DomainError


class ClientArchived(DomainError):
    status = 409
    ko, en = "보관된 고객이에요. 먼저 다시 꺼내 주세요", "The client is archived; bring it back first"


class ContractOver(DomainError):
    status = 409
    ko, en = "끝난 계약이에요", "The contract is over"
