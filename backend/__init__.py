"""The Pumasi server: one Litestar application, one folder a domain. See docs/architecture.md."""
