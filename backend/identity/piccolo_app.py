"""Identity's tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.identity.tables import Account, Invitation, Member, Organisation, Passkey, Session, SignInCode

APP_CONFIG = AppConfig(
    app_name="identity",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[Account, Invitation, Member, Organisation, Passkey, Session, SignInCode],
    migration_dependencies=["backend.core.piccolo_app"],
)
