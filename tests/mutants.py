"""Changes the access module in every small way, and says which changes no test notices."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("api", "domain", "projections", "services", "templates", "tests", "pyproject.toml")
MUTMUT = (sys.executable, "-m", "mutmut")


def main() -> int:
    """How many mutants survive, which is to be none."""
    with TemporaryDirectory(prefix="mutants-") as folder:
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, Path(folder, name))
        run = _mutmut(folder, "run")
        _mutmut(folder, "export-cicd-stats")
        told = Path(folder, "mutants", "mutmut-cicd-stats.json")
        if not told.exists():
            sys.stdout.write(run.stdout[-2000:] + run.stderr[-2000:])
            return 1
        counts: dict[str, int] = json.loads(told.read_text())
        left = counts["total"] - counts["killed"]
        sys.stdout.write(f"{counts['total']} mutants of api/access, {left} survived\n")
        if left:
            sys.stdout.write(_mutmut(folder, "results").stdout)
        return min(left, 1)


def _mutmut(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MUTMUT, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
