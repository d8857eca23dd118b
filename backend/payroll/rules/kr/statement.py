"""Korea's statement."""

from dataclasses import dataclass

from msgspec.structs import replace

from backend.payroll.rules.facts import PayFacts
from backend.payroll.rules.neutral import Neutral
from backend.payroll.rules.statement import Statement


@dataclass(frozen=True, slots=True)
class Korea:
    """The pay rules of Korea, as of November 2026."""

    name: str = "kr"
    version: str = "2026.11.0"

    def statement(self, facts: PayFacts) -> Statement:
        """Raises ChoiceNeeded."""
        return replace(Neutral().statement(facts), pack=self.name, pack_version=self.version)
