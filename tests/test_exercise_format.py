"""What an exercise file may say, how answers are compared, and what a bad file is told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.exercise import (
    Actor,
    BadExercise,
    Call,
    Exercise,
    FixtureForce,
    Reply,
    Result,
    differences,
    open_exercise,
    play,
    read_exercise,
)

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
PEOPLE = "name: A rehearsal\npeople: {lead: {role: regional_lead, region: wales}}\n"


class Notebook:
    """A stage that keeps every note posted to it and gives it back; `/refuse` refuses."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self.calls: list[Call] = []
        self.clocks: list[datetime] = []
        self.waited: list[int] = []
        self.forces: list[FixtureForce] = []
        self.slow = False

    def add_forces(self, forces: Sequence[FixtureForce]) -> None:
        self.forces.extend(forces)

    async def add_people(self, people: Mapping[str, Actor]) -> Mapping[str, str]:
        return {key: f"PER-{number:02}" for number, key in enumerate(people, 1)}

    async def set_clock(self, moment: datetime) -> None:
        self.clocks.append(moment)

    async def caught_up(self, position: int) -> None:
        if self.slow:
            raise TimeoutError("the timeline is at 0")
        self.waited.append(position)

    async def send(self, call: Call) -> Reply:
        self.calls.append(call)
        if call.path.startswith("/refuse"):
            return Reply(status=409, body={"reasons": [{"code": "No"}, {"code": "NotYet"}]})
        if call.method == "GET":
            return Reply(status=200, body={"notes": self.notes, "reach": 77.8, "late": False})
        self.notes.append(call.body)
        position = len(self.notes)
        answer = {"ref": f"NOTE-{position}", "position": position, "events": [{"event_id": "e1"}]}
        return Reply(status=201, headers={"ETag": '"1"'}, body=answer)


def exercise(steps: str) -> Exercise:
    return read_exercise("rehearsal.yaml", PEOPLE + "steps:\n" + steps, NOW)


async def played(steps: str, stage: Notebook | None = None) -> Result:
    return await play(exercise(steps), stage or Notebook())


def complaint(text: str) -> str:
    with pytest.raises(BadExercise) as bad:
        read_exercise("rehearsal.yaml", text, NOW)
    return str(bad.value)


class TestComparing:
    def test_an_object_need_only_have_the_named_keys(self) -> None:
        assert differences({"a": 1}, {"a": 1, "b": 2}) == []

    def test_a_missing_key_is_named_by_its_path(self) -> None:
        (difference,) = differences({"a": {"b": None}}, {"a": {}})
        assert str(difference) == "body.a.b: expected None, got '(nothing)'"

    def test_lists_have_the_same_length_and_order(self) -> None:
        assert differences([1, 2], [1, 2]) == []
        assert differences([1], [1, 2])
        assert differences([2, 1], [1, 2])

    def test_contains_asks_for_each_item_somewhere(self) -> None:
        actual = [{"code": "A"}, {"code": "B"}, {"code": "C"}]
        assert differences({"contains": [{"code": "C"}, {"code": "A"}]}, actual) == []
        assert differences({"contains": [{"code": "D"}]}, actual)

    def test_contains_does_not_count_one_item_twice(self) -> None:
        assert differences({"contains": [{"a": 1}, {"a": 1}]}, [{"a": 1}, {"a": 2}])

    def test_contains_finds_a_pairing_even_where_the_first_fit_is_wrong(self) -> None:
        assert differences({"contains": [{}, {"a": 1}]}, [{"a": 1}, {"a": 2}]) == []

    def test_in_any_order_asks_for_these_items_and_no_others(self) -> None:
        actual = [{"code": "A"}, {"code": "B"}]
        assert differences({"in_any_order": [{"code": "B"}, {"code": "A"}]}, actual) == []
        assert differences({"in_any_order": [{"code": "B"}]}, actual)
        assert differences({"in_any_order": [{"code": "B"}, {"code": "B"}]}, actual)

    def test_lacks_asks_for_none_of_them(self) -> None:
        assert differences({"lacks": ["secret"]}, "Nothing here") == []
        assert differences({"lacks": ["secret"]}, "a secret")
        assert differences({"contains": ["Noth"], "lacks": ["secret"]}, "Nothing here") == []
        assert differences({"contains": ["Some"], "lacks": ["secret"]}, "Nothing here")
        assert differences({"lacks": [{"code": "A"}]}, [{"code": "B"}]) == []
        assert differences({"lacks": [{"code": "A"}]}, [{"code": "A", "text": "…"}])

    def test_contains_asks_a_text_for_a_part_of_it(self) -> None:
        assert differences({"contains": ["Llan", "dref"]}, "Llandref") == []
        assert differences({"contains": ["llan"]}, "Llandref")

    @pytest.mark.parametrize(
        ("expected", "actual", "same"),
        [
            (77.8, 77.8, True),
            (77.8, 77.80001, False),
            (100, 100.0, True),
            (1, True, False),
            (0, False, False),
            (None, 0, False),
            ("1", 1, False),
        ],
    )
    def test_numbers_are_compared_exactly_and_are_not_truths(
        self, expected: Any, actual: Any, same: bool
    ) -> None:
        assert (differences(expected, actual) == []) is same


class TestPlaying:
    async def test_a_step_moves_the_clock_and_waits_for_the_views(self) -> None:
        stage = Notebook()
        result = await played("- {at: 2026-03-09T07:30:00Z, as: lead, post: /notes}", stage)
        assert result.passed
        assert stage.clocks == [datetime(2026, 3, 9, 7, 30, tzinfo=UTC)]
        assert stage.waited == [1]

    async def test_what_is_saved_stands_in_for_its_name_with_its_own_type(self) -> None:
        stage = Notebook()
        result = await played(
            """
- {as: lead, post: /notes, body: {n: 1}, save: {ref: ref, at: position, id: events.0.event_id}}
- {as: lead, post: "/notes/{ref}", body: {at: "{at}", text: "after {id}"}, headers: {X: "{at}"}}
- {as: lead, get: /notes, expect: {body: {notes: [{n: "{at}"}, {at: 1, text: after e1}]}}}
""",
            stage,
        )
        assert result.passed
        assert stage.calls[1].path == "/notes/NOTE-1"
        assert stage.calls[1].headers == {"X": "1"}

    async def test_people_stand_in_for_their_references(self) -> None:
        stage = Notebook()
        await played("- {as: lead, post: /notes, body: {by: '{lead}'}}", stage)
        assert stage.notes == [{"by": "PER-01"}]

    async def test_a_name_that_was_never_saved_is_a_difference(self) -> None:
        result = await played("- {as: lead, get: '/notes/{nothing}'}")
        assert not result.passed
        assert "{nothing}" in result.outcomes[0].line()

    async def test_a_step_without_expect_must_succeed(self) -> None:
        result = await played("- {as: lead, post: /refuse}")
        assert not result.passed
        assert "409" in result.outcomes[0].line()

    async def test_reasons_are_exact_or_contained(self) -> None:
        refused = "- {as: lead, post: /refuse, expect: {status: 409, reasons: %s}}"
        assert (await played(refused % "[{code: NotYet}, {code: No}]")).passed
        assert (await played(refused % "{contains: [{code: NotYet}]}")).passed
        assert not (await played(refused % "[{code: No}]")).passed

    async def test_headers_are_compared_whatever_their_case(self) -> None:
        assert (await played("""- {as: lead, post: /n, expect: {headers: {etag: '"1"'}}}""")).passed

    async def test_answers_to_steps_sent_together_are_a_multiset(self) -> None:
        together = """
- together: [{as: lead, post: /refuse}, {as: lead, post: /notes}]
  expect: [{status: %s}, {status: 409, reasons: {contains: [{code: No}]}}]
"""
        assert (await played(together % 201)).passed
        assert not (await played(together % 409)).passed

    async def test_a_saved_path_that_is_not_there_is_a_difference(self) -> None:
        assert not (await played("- {as: lead, post: /notes, save: {x: events.1.event_id}}")).passed

    async def test_views_that_stay_behind_are_a_difference(self) -> None:
        stage = Notebook()
        stage.slow = True
        result = await played("- {as: lead, post: /notes}", stage)
        assert "the timeline is at 0" in result.outcomes[0].line()

    async def test_a_long_text_can_be_written_short(self) -> None:
        stage = Notebook()
        await played("- {as: lead, post: /notes, body: {t: {repeat: ab, times: 3}}}", stage)
        assert stage.notes == [{"t": "ababab"}]

    async def test_someone_not_signed_in_needs_no_as(self) -> None:
        stage = Notebook()
        await played("- {get: /notes}", stage)
        assert stage.calls[0].who is None

    async def test_every_line_shows_the_clock_also_where_it_stands_still(self) -> None:
        result = await played("- {at: now, as: lead, get: /n}\n- {as: lead, get: /n}")
        assert [outcome.at for outcome in result.outcomes] == [NOW, NOW]
        assert result.line() == "A rehearsal: 2 of 2 steps as expected"


class TestReading:
    def test_a_file_that_is_not_there_is_said_to_be_so(self, tmp_path: Path) -> None:
        with pytest.raises(BadExercise, match=r"missing\.yaml: .*No such file"):
            open_exercise(tmp_path / "missing.yaml", NOW)

    def test_times_may_be_relative_to_now(self) -> None:
        read = exercise("- {at: now-26h30m, as: lead, post: /n, body: {due: today+3d, by: now+1d}}")
        assert read.steps[0].at == datetime(2026, 3, 8, 9, 30, tzinfo=UTC)
        assert read.steps[0].body == {"due": "2026-03-12", "by": "2026-03-10T12:00:00Z"}

    def test_yes_is_a_word_and_a_time_is_text(self) -> None:
        read = exercise("- {as: lead, post: /n, body: {bereaved: yes, at: 2026-03-09T07:30:00Z}}")
        assert read.steps[0].body == {"bereaved": "yes", "at": "2026-03-09T07:30:00Z"}

    def test_a_wrong_key_is_named_with_its_step(self) -> None:
        assert complaint(PEOPLE + "steps: [{as: lead, pots: /n}]").startswith(
            "rehearsal.yaml: step 1"
        )

    def test_a_wrong_key_in_expect_is_named(self) -> None:
        text = PEOPLE + "steps: [{as: lead, post: /n, expect: {stauts: 201}}]"
        assert complaint(text) == (
            "rehearsal.yaml: step 1, expect, 0, stauts: Extra inputs are not permitted"
        )

    def test_a_step_is_one_thing(self) -> None:
        assert "exactly one of post, get and together" in complaint(
            PEOPLE + "steps: [{as: lead, post: /n, get: /n}]"
        )

    def test_together_needs_an_expectation_for_each_answer(self) -> None:
        assert "an item for each answer" in complaint(
            PEOPLE + "steps: [{together: [{as: lead, get: /n}, {as: lead, get: /n}]}]"
        )

    def test_nobody_acts_who_is_not_among_the_people(self) -> None:
        assert complaint(PEOPLE + "steps: [{as: leed, get: /n}]") == (
            "rehearsal.yaml: step 1: nobody in people is called 'leed'"
        )

    def test_the_clock_never_goes_back(self) -> None:
        steps = "steps: [{at: now, as: lead, get: /n}, {at: now-1m, as: lead, get: /n}]"
        assert complaint(PEOPLE + steps) == "rehearsal.yaml: step 2: the clock cannot go back"

    def test_text_that_is_not_yaml_is_placed_by_line(self) -> None:
        assert "line 2" in complaint("name: x\nsteps: [")

    def test_a_key_given_twice_is_refused(self) -> None:
        assert "'post' twice" in complaint(PEOPLE + "steps: [{as: lead, post: /a, post: /b}]")

    def test_an_exercise_has_steps(self) -> None:
        assert complaint(PEOPLE + "steps: []") == "rehearsal.yaml: steps: there are none"

    def test_an_empty_file_is_no_exercise(self) -> None:
        assert complaint("").startswith("rehearsal.yaml: the file: ")

    def test_a_shared_part_can_be_merged_in(self) -> None:
        read = exercise(
            "- {as: lead, post: /n, body: &b {a: 1}}\n- {post: /n, body: {<<: *b, c: 2}}"
        )
        assert read.steps[1].body == {"a": 1, "c": 2}
