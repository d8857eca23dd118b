"""Real PostgreSQL and Valkey from wheels, for `make up` and the tests.

One folder of data belongs to one process at a time. What a killed process left running is stopped
before the next start. Production runs its own servers and never imports this package.
"""

from backend.core.embedded.ownership import DataInUse, ServerFailed
from backend.core.embedded.postgres import Dsns, EmbeddedPostgres
from backend.core.embedded.valkey import EmbeddedValkey

__all__ = ["DataInUse", "Dsns", "EmbeddedPostgres", "EmbeddedValkey", "ServerFailed"]
