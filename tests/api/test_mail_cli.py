"""`box1 mail` keeps the lists of addresses that briefings are mailed to."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app


@pytest.fixture(autouse=True)
def no_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "BOX1_MASTER_KEY", "BOX1_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def box1(folder: Path, *words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["mail", *words, "--data", str(folder)])
    return answer.exit_code, answer.output


def test_an_address_is_put_on_one_list_once_and_taken_off_again(tmp_path: Path) -> None:
    ann = ("ann@example.org", "--audience", "organisation")
    assert box1(tmp_path, "add", *ann) == (0, "It is on the list.\n")
    assert box1(tmp_path, "add", *ann) == (0, "It was on the list already.\n")
    assert box1(tmp_path, "add", "cat@example.net", "--audience", "partners")[0] == 0
    _, told = box1(tmp_path, "list")
    lines = [line.split() for line in told.splitlines()]
    assert [line[1:] for line in lines] == [
        ["organisation", "ann@example.org"],
        ["partners", "cat@example.net"],
    ]

    assert box1(tmp_path, "remove", lines[0][0]) == (0, "It is off the list.\n")
    assert box1(tmp_path, "remove", lines[0][0]) == (0, "There is no such number.\n")
    assert "ann@example.org" not in box1(tmp_path, "list")[1]


def test_what_is_no_address_or_no_audience_is_refused(tmp_path: Path) -> None:
    assert box1(tmp_path, "add", "ann", "--audience", "organisation")[0] == 2
    assert box1(tmp_path, "add", "ann@example.org", "--audience", "public")[0] == 2
    assert box1(tmp_path, "list") == (0, "")
