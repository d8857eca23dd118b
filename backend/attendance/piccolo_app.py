"""Attendance's tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.attendance.tables import NoShow, Punch, Reading, WorkSession

APP_CONFIG = AppConfig(
    app_name="attendance",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[NoShow, Punch, Reading, WorkSession],
    migration_dependencies=["backend.scheduling.piccolo_app"],
)
