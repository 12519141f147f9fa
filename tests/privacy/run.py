"""One run: everybody is planted and looked for, then forgotten and looked for again."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.privacy import answers, erasing, looking, odds
from tests.privacy.browser import Typed
from tests.privacy.course import Commands, Forms
from tests.privacy.people import ODD, Planted
from tests.privacy.place import Place, caught_up, running
from tests.privacy.planted import Leak
from tests.privacy.routes import never_sent_to
from tests.privacy.traces import Trace

ODD_PEOPLE = 4
FORGOTTEN_WITHIN_SECONDS = 4.0
"""Every process looks once a second whether a key was destroyed."""

Tell = Callable[[str], None]


@dataclass
class Report:
    """What was done, and everything that should not have been found."""

    people: int
    database: str
    typed: Typed = field(default_factory=Typed)
    traces: list[Trace] = field(default_factory=list)
    after: list[Trace] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    plain_by_design: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return not (self.traces or self.after or self.wrong)

    @property
    def never_accepted(self) -> list[str]:
        """Forms and commands of the course that the rules refused each time."""
        refused = {*self.typed.refusals} - {*self.typed.accepted}
        return sorted(what for what in refused if what.startswith(("form ", "command incidents")))

    def lines(self) -> list[str]:
        """What was found, by where it was found; the form it came from where that is known."""
        found = Counter((trace.where, trace.what, trace.written) for trace in self.traces)
        left = Counter((trace.where, trace.what, trace.written) for trace in self.after)
        codes = {code: where for where, code in self.typed.codes.items()}
        shown = {trace.where: trace.around for trace in (*self.after, *self.traces)}
        return [
            *self.wrong,
            *(f"{count} times {' | '.join(one)}" for one, count in found.items()),
            *(f"after the erasure: {count} times {' | '.join(one)}" for one, count in left.items()),
            *(
                f"{where}: …{around}… {_came_from(around, codes)}"
                for where, around in shown.items()
            ),
        ]


def _came_from(around: str, codes: dict[str, str]) -> str:
    return next((f"typed in {where}" for code, where in codes.items() if code in around), "")


def run(
    folder: Path,
    people: int,
    database_url: str | None = None,
    tell: Tell = lambda _: None,
    *,
    leaks: Iterable[Leak] = (),
    briefly: bool = False,
) -> Report:
    """Plant so many people in a new place of its own, look, forget them, look again.

    `briefly`: through the forms and commands of a response alone, and nobody is forgotten.
    """
    report = Report(people, "PostgreSQL" if database_url else "SQLite")
    began = time.monotonic()
    with running(folder / "place", database_url) as place:
        everybody = [Planted(number) for number in range(people)]
        strange = [Planted(ODD + number) for number in range(0 if briefly else ODD_PEOPLE)]
        plant(place, report, everybody, strange, tell)
        for leak in leaks:
            leak(place, everybody[0])
        look(place, report, [*everybody, *strange], tell)
        if not briefly:
            forget(place, report, everybody, folder / "backup", tell)
    report.traces += looking.in_files(place.folder)  # once more, with all that is written at an end
    report.seconds = round(time.monotonic() - began, 1)
    return report


def plant(
    place: Place, report: Report, everybody: list[Planted], strange: list[Planted], tell: Tell
) -> None:
    """Through forms and commands in turn, then on every page, then oddly."""
    typed = report.typed
    ways = (Forms(place, typed), Commands(place, typed))
    for person in (*everybody, *strange):
        tell(f"Planting {person.number}")
        ways[person.number % 2].go(person)
        if not (person.ref and person.incident):
            report.wrong.append(f"person {person.number} could not be planted")
    if strange:
        tell("Planting on every page")
        odds.plant_everywhere(place, typed, strange)
        odds.plant_oddly(place, typed, strange[1])
        report.wrong += [f"never sent to: {path}" for path in never_sent_to({*typed.sent})]
    report.wrong += [f"a fault: {failure}" for failure in typed.failures]
    report.figures |= {"requests": typed.sent.total(), "fields": len(typed.codes)}
    report.figures |= {"kinds accepted": len(typed.accepted)}


def look(place: Place, report: Report, everybody: list[Planted], tell: Tell) -> None:
    """In everything that box1 wrote, and in what it answers to those without the right."""
    caught_up(place)
    tell("Looking through what was written")
    report.traces += written(place, report)
    tell("Looking at what is answered")
    read, found = answers.to_those_without(place, report.typed, everybody)
    report.traces += [*found, *report.typed.addresses]
    report.figures["answers to those without the right"] = read


def written(place: Place, report: Report) -> list[Trace]:
    """Files, columns, messages, command lines."""
    messages, found = looking.in_messages(place)
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    report.figures |= {"messages": messages, "files": len(files)}
    report.figures["bytes"] = sum(path.stat().st_size for path in files)
    found += looking.in_files(place.folder) + looking.in_sqlite(place.folder)
    found += looking.in_command_lines(place)
    if place.database_url:
        plain, report.plain_by_design = looking.in_postgresql(place.database_url)
        found += plain
    return found


def forget(
    place: Place, report: Report, everybody: list[Planted], folder: Path, tell: Tell
) -> None:
    """Back up, erase, rotate; nothing may be read or opened then, in the backup either."""
    gone = {person.ref for person in everybody}
    backup = erasing.back_up(place, folder)
    tell("Erasing")
    report.wrong += erasing.erase(place, report.typed, everybody)
    place.run("keys", "rotate")
    live = erasing.usable(erasing.kept_keys(place), place.master_key, gone)
    old = erasing.usable(backup.keys, place.master_key, gone)
    report.wrong += [f"usable: {key.subject} in {key.stream}" for key in live]
    report.wrong += [f"usable in the backup: {key.subject} in {key.stream}" for key in old]
    opened = len(erasing.usable(backup.keys, backup.master, gone))
    report.figures["keys that the destroyed master would open"] = opened
    if not opened:
        report.wrong.append("the backup could not have been opened before either")
    if erasing.masters_in(place.master_key) & erasing.masters_in(backup.master):
        report.wrong.append("the old master is still in use")
    tell("Looking again")
    time.sleep(FORGOTTEN_WITHIN_SECONDS)
    caught_up(place)
    read, found = answers.to_anybody(place, report.typed, everybody)
    report.figures["answers to anybody after the erasure"] = read
    report.after += [*found, *still_written(place, report)]


def still_written(place: Place, report: Report) -> list[Trace]:
    """What is left of those who were erased in everything written, plain views included."""
    found = written(place, report)
    if place.database_url:
        found += looking.in_postgresql(place.database_url, everything=True)[0]
    return [trace for trace in found if answers.number_of(trace) < ODD]
