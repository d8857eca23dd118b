"""A site in Seoul, and a firm that has decided on its rules of pay."""

from typing import Any

import pytest

from tests.payroll.pay import decide
from tests.world import Firm


@pytest.fixture
async def site(firm: Firm) -> dict[str, Any]:
    return await firm.site()


@pytest.fixture
async def decided(firm: Firm) -> None:
    await decide(firm)
