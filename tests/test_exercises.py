"""Every exercise is answered as it expects, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.demonstration import EXERCISE
from api.settings import Settings
from api.staging import stage
from services.exercise import open_exercise, play
from services.master_key import make_master_key

FILES = [*sorted((Path(__file__).parent / "exercises").glob("*.yaml")), EXERCISE]
GUIDE = Path(__file__).parents[1] / "docs" / "exercises.md"
every_exercise = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


async def what_differs(file: Path, settings: Settings) -> str:
    exercise = open_exercise(file, datetime.now(UTC))
    async with stage(settings) as played:
        result = await play(exercise, played)
    return "\n".join(outcome.line() for outcome in result.outcomes if not outcome.passed)


@every_exercise
async def test_an_exercise_is_answered_as_it_expects_on_sqlite(file: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url=None, nats_url=None)
    wrong = await what_differs(file, settings)
    assert not wrong, wrong


@every_exercise
@pytest.mark.postgres
async def test_an_exercise_is_answered_as_it_expects_on_postgresql(
    file: Path, tmp_path: Path, postgres_url: str
) -> None:
    key = tmp_path / "master.key"
    make_master_key(key)
    settings = Settings(
        data=tmp_path, database_url=postgres_url, nats_url=None, master_key_file=key
    )
    wrong = await what_differs(file, settings)
    assert not wrong, wrong


async def test_the_example_in_the_guide_is_answered_as_it_says(tmp_path: Path) -> None:
    example = tmp_path / "example.yaml"
    example.write_text(GUIDE.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0])
    wrong = await what_differs(
        example, Settings(data=tmp_path / "data", database_url=None, nats_url=None)
    )
    assert not wrong, wrong
