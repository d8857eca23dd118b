"""Notifications' tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.notifications.tables import Notification, PushDevice, TextMessage

APP_CONFIG = AppConfig(
    app_name="notifications",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[Notification, PushDevice, TextMessage],
    migration_dependencies=["backend.identity.piccolo_app"],
)
