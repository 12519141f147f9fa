"""`box1 exercise`, as somebody at a terminal meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PEOPLE = "people: {duty: {role: duty_officer, region: north-west}}\n"
RAISE = """
  - at: 2026-03-09T07:30:00Z
    as: duty
    post: /api/v1/incidents
    body: {title: "A rehearsal [F]", incident_type: other, pfa: E23000003, summary: "Fictional."}
    save: {inc: ref}
  - as: duty
    get: /api/v1/incidents/{inc}
    expect: {status: 200, body: {state: %s}}
"""


def box1(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", "exercise", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    file = tmp_path / "right.yaml"
    file.write_text(f"name: Right\n{PEOPLE}steps:{RAISE % 'RAISED'}")
    return file


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "wrong.yaml"
    file.write_text(f"name: Wrong\n{PEOPLE}steps:{RAISE % 'CLOSED'}")
    return file


def test_each_step_is_a_line_and_the_last_line_counts_them(right: Path) -> None:
    played = box1(right)
    assert played.stdout.splitlines() == [
        "   1  2026-03-09 07:30  duty POST /api/v1/incidents  201  ok",
        "   2  2026-03-09 07:30  duty GET /api/v1/incidents/INC-2026-0001  200  ok",
        "Right: 2 of 2 steps as expected",
    ]
    assert played.returncode == 0


def test_a_step_that_differs_is_shown_with_both_values_and_fails(wrong: Path) -> None:
    played = box1(wrong)
    assert "      body.state: expected 'CLOSED', got 'RAISED'" in played.stdout.splitlines()
    assert played.stdout.endswith("Wrong: 1 of 2 steps as expected\n")
    assert played.returncode == 1


def test_the_outcome_is_told_to_programs_as_json_alone(right: Path, wrong: Path) -> None:
    played = box1(right, wrong, "--json")
    results = json.loads(played.stdout)
    assert [(result["name"], result["passed"]) for result in results] == [
        ("Right", True),
        ("Wrong", False),
    ]
    assert results[1]["outcomes"][1]["differences"] == [
        {"where": "body.state", "expected": "CLOSED", "actual": "RAISED"}
    ]
    assert played.returncode == 1


def test_nothing_is_played_where_one_file_is_bad(right: Path, tmp_path: Path) -> None:
    played = box1(right, tmp_path / "missing.yaml")
    assert "missing.yaml" in played.stderr
    assert "Traceback" not in played.stderr
    assert (played.stdout, played.returncode) == ("", 2)


def test_what_is_kept_stays_in_its_folder_and_is_never_played_over(
    right: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    assert box1(right, "--keep", kept).returncode == 0
    assert (kept / "events.db").exists()
    again = box1(right, "--keep", kept)
    assert "not empty" in again.stderr
    assert again.returncode == 2
