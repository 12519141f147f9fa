"""Accounts and tokens from the shell, beside a box1 that runs."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.running import Unusable
from api.settings import read_settings
from api.storage import open_storage, utc_now
from services.people import Must, People

PASSWORD = "nine green lanterns"


@pytest.fixture
def people(tmp_path: Path) -> People:
    with open_storage(read_settings(data=tmp_path)) as storage:
        storage.prepare()
        return storage.people


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("BOX1_DATA", str(tmp_path))
    return CliRunner()


def run(shell: CliRunner, command: str, typed: str = "") -> Result:
    return shell.invoke(app, command.split(), input=typed)


def add(shell: CliRunner, password: str = PASSWORD) -> Result:
    return run(shell, "person add amina --role auditor --ask", f"{password}\n{password}\n")


def test_a_token_has_a_scope_an_end_and_a_purpose(shell: CliRunner, people: People) -> None:
    made = run(
        shell, "token create --person rota --role auditor --scope read --days 2 --purpose weekly"
    )
    token = made.stdout.strip()
    person = people.by_token(token)
    listed = run(shell, "token list").stdout

    assert person is not None
    assert (person.scope, person.standing_purpose) == ("read", "weekly")
    assert listed.split()[:3] == [person.credential, "rota", "read"]
    assert f"ends {utc_now() + timedelta(days=2):%d %b %Y}" in listed
    assert token not in listed


def test_a_token_ends_after_ninety_days_unless_said(shell: CliRunner, people: People) -> None:
    run(shell, "token create --person rota --role auditor")

    assert f"ends {utc_now() + timedelta(days=90):%d %b %Y}" in run(shell, "token list").stdout
    assert run(shell, "token create --person rota --role auditor --days 367").exit_code == 2


def test_a_token_is_revoked_while_box1_runs(shell: CliRunner, people: People) -> None:
    token = run(shell, "token create --person rota --role auditor").stdout.strip()
    person = people.by_token(token)
    assert person is not None
    run(shell, f"token revoke {person.credential} --person rota")

    assert people.by_token(token) is None
    again = run(shell, f"token revoke {person.credential} --person rota")
    assert isinstance(again.exception, Unusable)


def test_a_password_that_may_not_be_set_makes_no_account(shell: CliRunner, people: People) -> None:
    refused = add(shell, "leavemealone")

    assert isinstance(refused.exception, Unusable)
    assert "stolen elsewhere" in str(refused.exception)
    assert people.find("amina") is None


def test_a_first_password_is_made_here_and_shown_once(shell: CliRunner, people: People) -> None:
    password = run(shell, "person add amina --role auditor").stdout.strip()
    entry = people.sign_in("amina", password)
    assert entry is not None
    person = people.by_session(entry.secret)
    again = run(shell, "person add amina --role auditor").stdout.strip()

    assert person is not None
    assert person.must is Must.CHOOSE_PASSWORD
    assert again != password
    assert people.by_session(entry.secret) is None, "whoever had it is signed out"
    assert again not in run(shell, "person list").stdout


def test_a_password_that_its_owner_types_is_their_own(shell: CliRunner, people: People) -> None:
    add(shell)
    entry = people.sign_in("amina", PASSWORD)
    assert entry is not None
    person = people.by_session(entry.secret)

    assert person is not None
    assert person.must is None
    add(shell)
    assert people.by_session(entry.secret) is None, "whoever had it is signed out"


def test_a_change_and_a_leaving_count_from_the_next_request(
    shell: CliRunner, people: People
) -> None:
    add(shell)
    entry = people.sign_in("amina", PASSWORD)
    assert entry is not None
    run(shell, "person change amina --role reviewer --region wales")
    changed = people.by_session(entry.secret)
    assert changed is not None
    assert (changed.role, changed.region, changed.name) == ("reviewer", "wales", "amina")
    run(shell, "person leave amina")

    assert people.by_session(entry.secret) is None
    assert "left" in run(shell, "person list").stdout


def test_a_lost_second_factor_is_removed_and_sessions_end(shell: CliRunner, people: People) -> None:
    add(shell)
    entry = people.sign_in("amina", PASSWORD)
    assert entry is not None
    run(shell, "person remove-second-factor amina")

    assert people.by_session(entry.secret) is None
    assert not people.second_factor.in_use("amina")


@pytest.mark.parametrize("command", ["leave", "change", "sign-out", "remove-second-factor"])
def test_nobody_by_that_name_is_said(shell: CliRunner, people: People, command: str) -> None:
    told = run(shell, f"person {command} nobody")

    assert str(told.exception) == "Nobody signs in as nobody."
