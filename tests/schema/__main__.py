"""`python -m tests.schema [--cases N] [--json] [ROLE …]`: does the API do as it is described?"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.vocabulary import Role
from tests.schema.cases import Outcome, try_out

CASES = 25_000


def main() -> None:
    chosen = _arguments()
    outcomes: list[Outcome] = []
    with Console(stderr=True).status("Starting") as status:
        for role in chosen.roles or [*map(str, Role)]:
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                outcomes.append(try_out(Path(folder), role, chosen.cases, status.update))
            _tell(outcomes[-1], round(time.monotonic() - began), as_json=chosen.json)
    sys.exit(1 if any(outcome.wrong for outcome in outcomes) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.schema", description=__doc__)
    parser.add_argument("roles", nargs="*", metavar="ROLE", choices=[[], *map(str, Role)])
    parser.add_argument("--cases", type=int, default=CASES, help=f"for each role; {CASES} if unset")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each role")
    return parser.parse_args()


def _tell(outcome: Outcome, seconds: int, *, as_json: bool) -> None:
    """At once for each role: ten of them take hours."""
    if as_json:
        told = {"role": outcome.role, "cases": outcome.cases, "seconds": seconds}
        counts = {str(status): count for status, count in sorted(outcome.answers.items())}
        wrong = {what: [count, outcome.first.get(what)] for what, count in outcome.wrong.items()}
        sys.stdout.write(json.dumps({**told, "answers": counts, "wrong": wrong}) + "\n")
        sys.stdout.flush()
        return
    answers = ", ".join(f"{status}: {count:,}" for status, count in sorted(outcome.answers.items()))
    title = f"{outcome.role}: {outcome.cases:,} cases in {seconds} s"
    table = Table("wrong", "times", "first", title=title, caption=answers)
    for what, count in outcome.wrong.most_common():
        table.add_row(escape(what), str(count), escape(outcome.first.get(what, "")))
    Console().print(table)


if __name__ == "__main__":
    main()
