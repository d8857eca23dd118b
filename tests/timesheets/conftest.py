"""A site in Seoul for every test of sheets."""

from typing import Any

import pytest

from tests.world import Firm


@pytest.fixture
async def site(firm: Firm) -> dict[str, Any]:
    return await firm.site()
