"""`python -m tests.faults.accepting [--points N] [--database D] [--json]`: no minute is lost."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests import postgres
from tests.faults.__main__ import print_json
from tests.faults.accepting.planted import BUGS
from tests.faults.accepting.points import Databases, Points, Verdict

POINTS, POINTS_WITH_A_BUG = 500, 40
SQLITE, POSTGRES = "sqlite", "postgres"


def main() -> None:
    chosen = _arguments()
    random.seed(chosen.seed)
    databases = [chosen.database] if chosen.database else [SQLITE, POSTGRES]
    wrong = sum(_kill(chosen, database) for database in databases)
    sys.exit(1 if wrong else 0)


@contextmanager
def databases_of(kind: str) -> Iterator[Databases]:
    """Makes a new store of this kind whenever it is called."""
    if kind == SQLITE:
        yield nullcontext
        return
    with postgres.server() as server:
        yield partial(postgres.database, server)


def _kill(chosen: argparse.Namespace, database: str) -> bool:
    """Whether anything is wrong; with bugs to plant, whether one of them was not found."""
    missed = False
    with databases_of(database) as databases:
        for bug in [None] if chosen.planted is None else chosen.planted or BUGS:
            began = time.monotonic()
            points = chosen.points or (POINTS_WITH_A_BUG if bug else POINTS)
            verdict = _run(database, databases, points, bug)
            _print(chosen.json, verdict, f"{database}, {bug or 'nothing'} planted", began)
            missed |= bool(verdict.wrong) == (bug is None)
    return missed


def _run(database: str, databases: Databases, points: int, bug: str | None) -> Verdict:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        status = stack.enter_context(Console(stderr=True).status(f"Opening, on {database}"))
        run = Points(folder, points, databases, bug)
        run.told = lambda done: status.update(f"Crash point {done} of {points}, on {database}")
        return run.run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.accepting", description=__doc__)
    parser.add_argument("--points", type=int, help=f"{POINTS} unless said")
    parser.add_argument("--database", choices=[SQLITE, POSTGRES], help="both unless said")
    parser.add_argument(
        "--planted", nargs="*", choices=[*BUGS], metavar="BUG", help="are planted bugs found?"
    )
    parser.add_argument("--seed", type=int, help="choose commands and places as another run did")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def _print(json: bool, verdict: Verdict, where: str, began: float) -> None:
    seconds = round(time.monotonic() - began, 1)
    if json:
        print_json(
            {
                "where": where,
                "seconds": seconds,
                "points": dict(verdict.points),
                "commands": dict(verdict.commands),
                "refused": verdict.refused,
                "unanswered": verdict.unanswered,
                "findings": [vars(finding) for finding in verdict.found.values()],
            }
        )
        return
    done = ", ".join(f"{verb} {count}" for verb, count in verdict.commands.most_common())
    died = ", ".join(f"{place} {count}" for place, count in verdict.points.most_common())
    title = f"{where}: {verdict.points.total()} crash points in {seconds} s"
    caption = (
        f"Died {died}. Carried out: {done}; refused {verdict.refused};"
        f" {verdict.unanswered} had no answer when their desk died."
    )
    table = Table("what", "seen", "allowed", "", title=title, caption=caption)
    for finding in verdict.found.values():
        colour = "red" if finding.count else "green"
        table.add_row(finding.what, f"[{colour}]{finding.count}[/]", "0", finding.detail)
    Console().print(table)


if __name__ == "__main__":
    main()
