"""The tables and migrations of clients, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.clients.tables import Client, Contract

APP_CONFIG = AppConfig(
    app_name="clients",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[Client, Contract],
    migration_dependencies=["backend.scheduling.piccolo_app"],
)
