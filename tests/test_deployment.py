"""What is installed, shipped and composed is what the code knows."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from api.cli import app
from api.settings import Settings, variable

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: part for name, part in COMPOSE["services"].items() if part["image"] == "box1"}
LOCKS = ("requirements.lock", "requirements.runtime.lock")


def locked(name: str) -> set[str]:
    """The packages with their versions that a lock names."""
    return set(re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))


def settings() -> set[str]:
    return {variable(name) for name in Settings.model_fields}


@pytest.mark.parametrize("name", OURS)
def test_a_composed_process_is_a_command_of_box1(name: str) -> None:
    commands = set(typer.main.get_group(app).commands)

    assert OURS[name]["command"][0] in commands


@pytest.mark.parametrize("name", OURS)
def test_a_composed_process_is_given_only_settings_that_exist(name: str) -> None:
    assert set(OURS[name]["environment"]) <= settings()


def test_composition_has_no_default_secret() -> None:
    asked = re.findall(r"\$\{(\w+)([^}]*)\}", (ROOT / "docker-compose.yml").read_text())

    assert {"POSTGRES_PASSWORD", "NATS_TOKEN", "MASTER_KEY_FILE"} <= {name for name, _ in asked}
    assert [name for name, otherwise in asked if not otherwise.startswith(":?")] == []


def test_nats_accepts_the_configuration_it_is_composed_with() -> None:
    server = Path(sysconfig.get_path("scripts")) / "nats-server"
    command = [str(server), "-t", "-c", str(ROOT / "deploy" / "nats.conf")]

    subprocess.run(command, env={**os.environ, "NATS_TOKEN": "secret"}, check=True)


def test_every_folder_the_image_copies_is_let_through_to_its_build() -> None:
    copied = re.findall(r"^COPY (?!--)(\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    let_through = (ROOT / ".dockerignore").read_text().splitlines()

    assert [name for name in copied if f"!{name}" not in let_through] == []
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "--index" not in text
    assert all(" \\\n    --hash=sha256:" in part for part in re.split(r"\n(?=[a-z])", text.strip()))


def test_the_image_runs_the_versions_that_were_tested() -> None:
    assert locked("requirements.runtime.lock") <= locked("requirements.lock")


def test_every_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[><=; ]", requirement)[0] for requirement in wanted}

    assert names <= {entry.split("==")[0] for entry in locked("requirements.lock")}


def test_vendored_files_and_the_style_sheet_are_what_the_pins_made() -> None:
    check = runpy.run_path(str(ROOT / "scripts" / "vendor.py"))["check"]

    assert check() == [], "run `make css` after a change to api/static/scss"


def test_every_vendored_package_that_ships_has_its_licence_here() -> None:
    pins = json.loads((ROOT / "scripts" / "vendor.pins.json").read_text())
    packages = {source.split("/")[0] for source in pins["files"].values()}
    kept = {path.stem for path in (ROOT / "THIRD_PARTY_LICENSES").glob("*.txt")}

    assert {package.removesuffix(".org") for package in packages} <= kept


def test_the_style_sheet_names_no_typeface_and_no_emblem_that_is_not_ours() -> None:
    sheet = (ROOT / "api" / "static" / "app.css").read_text()

    assert "GDS Transport" not in sheet
    assert "@font-face" not in sheet


def test_continuous_integration_runs_the_documented_test_command() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert "exec make test" in script.read_text()
    assert shutil.which("make") is not None
