"""What every country's pay rules can do."""

from typing import Protocol

from backend.payroll.rules.facts import PayFacts
from backend.payroll.rules.statement import Statement


class Pack(Protocol):
    """The pay rules of a country. They read no clock and no database: the same facts, the same statement."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Changes whenever a rule or a figure does."""
        ...

    def statement(self, facts: PayFacts) -> Statement:
        """What somebody's period comes to. Raises ChoiceNeeded."""
        ...
