"""What was done is said to be done, also where the access log cannot take it in any more."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.staging import HttpStage
from domain.stakeholder import Stakeholder
from services.people import Person
from tests.api.forgotten import told

HEAD = Person("helen", "Helen Example", "head_of_se")
BEN, PASSWORD = Person("ben", "Ben Example", "duty_officer", "wales"), "seven blue kettles"
CHANGE = {"name": "Ben Other", "role": "reviewer", "region": "london", "officer": ""}
FULL = "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END"


def fill(folder: Path) -> None:
    """From now on the access log takes nothing in."""
    with closing(sqlite3.connect(folder / "access.db")) as connection:
        connection.execute(FULL)
        connection.commit()


async def test_an_erasure_is_said_to_be_done(played: HttpStage, tmp_path: Path) -> None:
    story = await told(played)
    fill(tmp_path)
    answer = await story.confirm()

    assert (answer.status, answer.body["type"]) == (500, "/problems/not-noted")
    assert "was done: do not send it again" in answer.body["detail"]
    forgotten = played.system.store.load(Stakeholder, story.refs["them"])
    assert "Quillfeather" not in str(forgotten.described)


@pytest.mark.parametrize(
    ("way", "changes"), [("", CHANGE), ("/leave", {})], ids=["changed", "closed"]
)
async def test_an_account_is_said_to_be_changed(
    played: HttpStage, tmp_path: Path, way: str, changes: dict[str, str]
) -> None:
    people, http = played.system.people, played.http
    for person in (HEAD, BEN):
        people.enrol(person, PASSWORD)
    http.headers["Origin"] = "http://box1"
    await http.post("/sign-in", data={"person": "helen", "password": PASSWORD})
    fill(tmp_path)
    answer = await http.post(f"/people/ben{way}", data=changes)

    assert answer.status_code == 500
    assert "What you asked for was done: do not send it again." in answer.text
    assert "retry-after" not in answer.headers
    account = people.account("ben")
    assert account is not None
    assert account.person.role == "reviewer" if changes else account.left_at is not None
