"""The Pumasi server: one Litestar application, one folder a domain. See docs/architecture.md."""

import os

# Piccolo finds its engine and its migrations through this name.
os.environ.setdefault("PICCOLO_CONF", "backend.piccolo_conf")
