"""What Prometheus is told of the ledger."""

from prometheus_client import Gauge

from backend.core.metrics import measure, registry

measure(
    Gauge(
        "pumasi_delivery_overdue_seconds", "How long the oldest delivery that is due waits", registry=registry
    ),
    "SELECT coalesce(overdue_deliveries_s(), 0)",
)
measure(
    Gauge("pumasi_unknown_deliveries", "Messages that may have left, and nobody knows", registry=registry),
    "SELECT unknown_deliveries()",
)
