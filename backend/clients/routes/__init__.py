"""Clients over HTTP, a module for each noun."""

from typing import Any

from backend.clients.routes.clients import ClientController, SiteClientController
from backend.clients.routes.contracts import (
    ClientContractController,
    ContractController,
    ContractLineController,
)

HANDLERS: list[Any] = [
    ClientController,
    SiteClientController,
    ClientContractController,
    ContractController,
    ContractLineController,
]
