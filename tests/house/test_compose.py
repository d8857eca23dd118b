"""docker-compose.yml and what it uses, read without an engine; its scripts run against the real servers."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import yaml

from backend.settings import environment_names
from tests.conftest import Servers

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "pumasi"}


def example_settings() -> set[str]:
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    return {line.removeprefix("#").partition("=")[0] for line in lines if "=" in line and " " not in line}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_passed_is_a_setting(name):
    assert OURS[name]["environment"].keys() <= environment_names()


def test_every_variable_of_the_example_is_a_setting():
    assert example_settings() - {"DOMAIN"} <= environment_names()


@pytest.mark.parametrize("name", SERVICES.keys() - {"migrate"})
def test_every_service_that_stays_up_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_each_role_stays_where_it_belongs():
    holders = {
        secret: {name for name, service in SERVICES.items() if secret in service.get("secrets", [])}
        for secret in COMPOSE["secrets"]
    }
    assert holders["database_owner_url"] == {"migrate"}
    assert holders["database_relay_url"] == {"worker"}
    assert holders["superuser_password"] == {"postgres"}


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


def test_every_file_that_is_mounted_exists():
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = [mount for mount in mounts if mount.startswith("./")]
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_every_secret_that_a_service_names_is_made(tmp_path):
    shutil.copy(ROOT / "deploy" / "secrets.sh", tmp_path)
    subprocess.run([tmp_path / "secrets.sh"], check=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    assert {f"deploy/secrets/{name}" for name in made} == {
        secret["file"] for secret in COMPOSE["secrets"].values()
    }
    assert len(made["secret_key"]) >= 32
    assert made["app_password"] in made["database_url"]

    subprocess.run([tmp_path / "secrets.sh"], check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


async def test_the_database_script_gives_each_role_its_password(tmp_path, servers: Servers):
    for role in ("owner", "app", "relay"):
        (tmp_path / f"{role}_password").write_text(f"{role}'s own")
    superuser = dict(part.split("=") for part in servers.dsns.superuser.partition("?")[2].split("&"))

    await asyncio.to_thread(
        subprocess.run,
        [ROOT / "deploy" / "postgres" / "init.sh"],
        env={
            "PATH": f"{servers.postgres.programs}:{os.environ['PATH']}",
            "PGHOST": superuser["host"],
            "PUMASI_ROLES": str(ROOT / "backend" / "core" / "embedded" / "roles.sql"),
            "PUMASI_SECRETS": str(tmp_path),
        },
        check=True,
        capture_output=True,
    )

    connection = await asyncpg.connect(servers.dsns.superuser)
    kept = await connection.fetch(
        "SELECT rolname FROM pg_authid WHERE rolname LIKE 'pumasi_%' AND rolpassword LIKE 'SCRAM%'"
    )
    await connection.close()
    assert {row["rolname"] for row in kept} == {"pumasi_owner", "pumasi_app", "pumasi_relay"}
