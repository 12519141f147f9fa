"""`python -m tests.privacy [--people N] [--postgresql] [--planted] [--json]`: who is found."""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from tests import postgres
from tests.privacy.planted import LEAKS
from tests.privacy.run import Report, run

PEOPLE = 200


def main() -> None:
    chosen = _arguments()
    with ExitStack() as stack:
        url = chosen.database_url
        if chosen.postgresql:
            url = stack.enter_context(postgres.database(stack.enter_context(postgres.server())))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        status = stack.enter_context(Console(stderr=True).status("Starting"))
        leaks = LEAKS.values() if chosen.planted else ()
        tell = status.update
        report = run(folder, chosen.people, url, tell, leaks=leaks, briefly=chosen.planted)
    _print(report, as_json=chosen.json)
    sys.exit(0 if report.clean is not chosen.planted else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.privacy", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"{PEOPLE} unless said")
    parser.add_argument("--database-url", help="an empty PostgreSQL database; SQLite unless said")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--planted", action="store_true", help="are planted leaks found?")
    parser.add_argument("--json", action="store_true", help="print JSON instead of words")
    return parser.parse_args()


def _print(report: Report, *, as_json: bool) -> None:
    found = {"found": len(report.traces), "found after the erasure": len(report.after)}
    told = {
        "people": report.people,
        "database": report.database,
        **report.figures,
        **found,
        "otherwise wrong": len(report.wrong),
        "plain by design": report.plain_by_design,
        "never accepted": report.never_accepted,
        "seconds": report.seconds,
    }
    if as_json:
        sys.stdout.write(json.dumps({**told, "lines": report.lines()}, indent=1) + "\n")
        return
    console = Console(soft_wrap=True)
    for name, value in told.items():
        console.print(f"{name:45} {escape(str(value))}", highlight=False)
    for line in report.lines():
        console.print(f"[red]{escape(line)}[/]", highlight=False)


if __name__ == "__main__":
    main()
