"""`python -m tests.faults [--rounds N] [--planted [BUG…]] [--json]`: a table of what was lost."""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.faults.planted import BUGS
from tests.faults.rounds import Outcome, Rounds

ROUNDS, ROUNDS_WITH_A_BUG = 200, 12
SETTLING_WITH_A_BUG = 6.0


def main() -> None:
    chosen = _arguments()
    random.seed(chosen.seed)
    sys.exit(_kill(chosen) if chosen.planted is None else _find_planted(chosen))


def _kill(chosen: argparse.Namespace) -> int:
    """Kill parts of box1 as it is; 0 where nothing was lost, repeated, reordered or unlike."""
    began = time.monotonic()
    with Console(stderr=True).status("Starting") as status, tempfile.TemporaryDirectory() as folder:
        rounds = Rounds(Path(folder), chosen.rounds)
        rounds.told = lambda done: status.update(f"Round {done} of {chosen.rounds}")
        outcome = asyncio.run(rounds.run())
    seconds = round(time.monotonic() - began, 1)
    if chosen.json:
        print_json(_report(outcome, chosen.rounds, seconds))
    else:
        Console().print(_table(outcome, chosen.rounds, seconds))
    return 1 if outcome.wrong else 0


def _find_planted(chosen: argparse.Namespace) -> int:
    """Plant each bug in turn; 0 where every one was found."""
    found: dict[str, list[str]] = {}
    for bug in track(chosen.planted or BUGS, "Planting", console=Console(stderr=True)):
        with tempfile.TemporaryDirectory() as folder:
            rounds = Rounds(Path(folder), ROUNDS_WITH_A_BUG, bug, SETTLING_WITH_A_BUG)
            outcome = asyncio.run(rounds.run())
        found[bug] = [f"{finding.what}: {finding.count}" for finding in outcome.wrong]
    if chosen.json:
        print_json({"planted": found})
    else:
        Console().print(_table_of_planted(found))
    return 0 if all(found.values()) else 1


def print_json(report: object) -> None:
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"{ROUNDS} unless said")
    parser.add_argument(
        "--planted", nargs="*", choices=[*BUGS], metavar="BUG", help="are planted bugs found?"
    )
    parser.add_argument("--seed", type=int, help="choose victims and moments as another run did")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def _report(outcome: Outcome, rounds: int, seconds: float) -> dict[str, object]:
    return {
        "rounds": rounds,
        "seconds": seconds,
        "faults": dict(outcome.faults),
        "commands": outcome.commands,
        "events": outcome.events,
        "wrong": len(outcome.wrong),
        "findings": [vars(finding) for finding in outcome.findings],
    }


def _table(outcome: Outcome, rounds: int, seconds: float) -> Table:
    done = ", ".join(f"{fault} {count}" for fault, count in outcome.faults.most_common())
    title = f"{rounds} rounds in {seconds} s: {outcome.commands} commands, {outcome.events} events"
    table = Table("what", "seen", "allowed", "", title=title, caption=done)
    for finding in outcome.findings:
        colour = "red" if finding.count else "green"
        table.add_row(finding.what, f"[{colour}]{finding.count}[/]", "0", finding.detail)
    return table


def _table_of_planted(found: dict[str, list[str]]) -> Table:
    title = f"{sum(map(bool, found.values()))} of {len(found)} planted bugs found"
    table = Table("planted", "found by", title=title)
    for bug, findings in found.items():
        table.add_row(bug, "; ".join(findings) or "[red]not found[/]")
    return table


if __name__ == "__main__":
    main()
