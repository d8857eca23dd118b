"""Scheduling's tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.scheduling.tables import Assignment, Position, Shift, Site, Swap

APP_CONFIG = AppConfig(
    app_name="scheduling",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[Assignment, Position, Shift, Site, Swap],
    migration_dependencies=["backend.identity.piccolo_app"],
)
