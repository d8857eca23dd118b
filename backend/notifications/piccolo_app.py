"""Notifications' tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.notifications.tables import TextMessage

APP_CONFIG = AppConfig(
    app_name="notifications",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[TextMessage],
    migration_dependencies=["backend.identity.piccolo_app"],
)
