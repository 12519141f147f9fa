"""How an exercise file writes things down: plain YAML, moments relative to now, saved names."""

import re
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime, timedelta
from typing import Any

import yaml

MOMENT = re.compile(r"(now|today|week(?=[+-]))(?:([+-])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?)?")
NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class PlainLoader(yaml.SafeLoader):
    """YAML as version 1.2 reads it: `yes` is a word, a time is text, a repeated key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        written = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        for key in written:
            if written.count(key) > 1:
                raise yaml.MarkedYAMLError(problem=f"{key!r} twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


PlainLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?\d+", list("-+0123456789")),
    ("float", r"[-+]?\d+\.\d+", list("-+0123456789")),
    ("merge", r"<<", ["<"]),
):
    PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first
    )


def read_yaml(text: str) -> Any:
    """The data that the text holds; yaml.YAMLError, with line and column, where it is not YAML."""
    return yaml.load(text, PlainLoader)


def written(moment: datetime) -> str:
    """A moment in UTC as the API writes it: 2026-03-02T08:15:00Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def absolute(value: Any, now: datetime) -> Any:
    """The data with every `now-26h30m` as a time, `today+3d` as a date, `week+7d` as a week.

    `week` alone is a word like any other, because fields are called so.
    """
    return _each_text(value, lambda text: _absolute_text(text, now))


def _absolute_text(text: str, now: datetime) -> str:
    match = MOMENT.fullmatch(text)
    if match is None or text.endswith(("+", "-")):
        return text
    word, sign, *counts = match.groups()
    days, hours, minutes = (int(count or 0) for count in counts)
    distance = timedelta(days=days, hours=hours, minutes=minutes)
    moment = now - distance if sign == "-" else now + distance
    if word == "week":
        year, week, _ = moment.isocalendar()
        return f"{year:04}-W{week:02}"
    return moment.date().isoformat() if word == "today" else written(moment)


def filled(value: Any, saved: Mapping[str, Any]) -> Any:
    """The data with each `{name}` replaced by what was saved under it; KeyError where nothing was.

    A text that is nothing but `{name}` becomes the saved value itself, whatever its type;
    `{repeat: text, times: n}` becomes the text n times over.
    """
    if isinstance(value, dict) and value.keys() == {"repeat", "times"}:
        return str(value["repeat"]) * int(value["times"])
    if isinstance(value, dict):
        return {filled(key, saved): filled(item, saved) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, saved) for item in value]
    return _filled_text(value, saved) if isinstance(value, str) else value


def _filled_text(text: str, saved: Mapping[str, Any]) -> Any:
    whole = NAME.fullmatch(text)
    if whole:
        return saved[whole[1]]
    return NAME.sub(lambda match: str(saved[match[1]]), text)


def _each_text(value: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(value, dict):
        return {_each_text(key, change): _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def found(body: Any, path: str) -> Any:
    """What lies at a dotted path such as `events.0.event_id`; LookupError where nothing does."""
    for part in path.split("."):
        if isinstance(body, list) and part.lstrip("-").isdigit():
            body = body[int(part)]
        elif isinstance(body, dict):
            body = body[part]
        else:
            raise LookupError(part)
    return body
