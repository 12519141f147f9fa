"""`python -m tests.benchmarks [--json] [--quick] [P1 P3 …]`: one table of what was measured."""

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tests.benchmarks import (
    p1_commands,
    p3_rebuild,
    p6_visible,
    p7_start,
    p8_one_user,
    p9_page,
    p10_capacity,
    p11_what_if,
    p12_lessons,
    p13_evidence,
    p14_replay,
)
from tests.benchmarks.figure import Figure, table
from tests.benchmarks.scale import QUICK, WHOLE, Scale

WIDTH = 150
Benchmark = Callable[[Path, Scale], list[Figure]]
BENCHMARKS: dict[str, Benchmark] = {
    "P1": p1_commands.measure,
    "P3": p3_rebuild.measure,
    "P6": p6_visible.measure,
    "P7": p7_start.measure,
    "P8": p8_one_user.measure,
    "P9": p9_page.measure,
    "P10": p10_capacity.measure,
    "P11": p11_what_if.measure,
    "P12": p12_lessons.measure,
    "P13": p13_evidence.measure,
    "P14": p14_replay.measure,
}


def main() -> None:
    gc.freeze()  # as box1 does when it starts
    chosen = _arguments()
    scale = QUICK if chosen.quick else WHOLE
    console = Console(stderr=True)
    figures: list[Figure] = []
    for number in chosen.numbers or BENCHMARKS:
        with console.status(f"Measuring {number}"):
            figures += _measure(number, scale, console)
    if chosen.json:
        sys.stdout.write(json.dumps(_report(figures), indent=1) + "\n")
    else:
        wide = None if sys.stdout.isatty() else WIDTH
        Console(width=wide).print(table(figures))


def _measure(number: str, scale: Scale, console: Console) -> list[Figure]:
    """One benchmark in a folder of its own; where it breaks, the others still count."""
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return BENCHMARKS[number](Path(folder), scale)
    except Exception as error:
        console.print_exception()
        what = f"broke: {type(error).__name__}"
        return [Figure(number=number, what=what, measured="", target="", met=False)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("numbers", nargs="*", metavar="P1", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="a quick look, less sure")
    chosen = parser.parse_args()
    if unknown := set(chosen.numbers) - set(BENCHMARKS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return chosen


def _report(figures: list[Figure]) -> dict[str, object]:
    return {
        "machine": {
            "processors": os.cpu_count(),
            "load": os.getloadavg(),
            "python": platform.python_version(),
            "system": platform.platform(),
        },
        "figures": [figure.as_json() for figure in figures],
    }


if __name__ == "__main__":
    main()
