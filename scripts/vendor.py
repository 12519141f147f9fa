"""Fetches the pinned front-end packages, copies what box1 ships, and builds its one style sheet.

Development only: what it writes is committed, so box1 is built, tested and run without node.
`vendor.pins.json` names each package with its version and the SHA-512 of its tarball, and each file
that is shipped. `vendor.lock.json` holds the SHA-256 of every file written.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "scripts" / "vendor.pins.json"
LOCK = ROOT / "scripts" / "vendor.lock.json"
PACKAGES = ROOT / "node_modules"
CHECKER = "vnu-jar"  # 30 MB, fetched only where the tests can run it
SHEET = Path("api/static/app.css")
FOLDERS = ("api/static/vendor", "tests/browser/vendor", "tests/govuk")


def fetch(package: str, version: str, sha512: str) -> None:
    """Unpack a package under node_modules, once; ValueError where it is not what is pinned."""
    folder = PACKAGES / package
    manifest = folder / "package.json"
    if manifest.exists() and json.loads(manifest.read_text())["version"] == version:
        return
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", "--silent", "--pack-destination", scratch, f"{package}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (tarball,) = Path(scratch).glob("*.tgz")
        if hashlib.sha512(tarball.read_bytes()).hexdigest() != sha512:
            raise ValueError(f"{package} {version} is not what vendor.pins.json pins")
        with tarfile.open(tarball) as archive:
            archive.extractall(scratch, filter="data")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(Path(scratch) / "package", folder)


def copy(files: dict[str, str]) -> None:
    for name in FOLDERS:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for target, source in files.items():
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, ROOT / target)


def build_sheet() -> None:
    """Compile api/static/scss/app.scss with Dart Sass."""
    options = [
        "--load-path=.",
        "--no-source-map",
        "--no-charset",
        "--style=compressed",
        "--quiet-deps",
    ]
    sass = ["node", "node_modules/sass/sass.js", *options, "api/static/scss/app.scss", str(SHEET)]
    subprocess.run(sass, cwd=ROOT, check=True)


def written() -> dict[str, str]:
    """The SHA-256 of every file that this script writes, and of the scss it reads."""
    found = [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file()]
    found += [ROOT / SHEET, *(ROOT / "api/static/scss").glob("*.scss")]
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(found)
    }


def check() -> list[str]:
    """The files that differ from vendor.lock.json, are missing, or are not named there."""
    locked, found = json.loads(LOCK.read_text()), written()
    return sorted(name for name in locked | found if locked.get(name) != found.get(name))


def build(pins: dict[str, Any], everything: bool) -> None:
    for package, pin in pins["packages"].items():
        if package != CHECKER:
            fetch(package, pin["version"], pin["sha512"])
    if everything:
        copy(pins["files"])
    build_sheet()
    LOCK.write_text(json.dumps(written(), indent=2) + "\n")


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        differing = check()
        print("\n".join(f"{name} is not what vendor.lock.json says" for name in differing) or "ok")
        return bool(differing)
    pins = json.loads(PINS.read_text())
    if arguments == ["--checker"]:
        fetch(CHECKER, pins["packages"][CHECKER]["version"], pins["packages"][CHECKER]["sha512"])
    else:
        build(pins, everything=arguments != ["--css"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
