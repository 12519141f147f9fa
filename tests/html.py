"""Whether pages are valid HTML, asked of the Nu Html Checker, which needs Java."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

JAR = Path(__file__).resolve().parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"


def checker_missing() -> str | None:
    """Why pages cannot be checked here; None where they can."""
    if shutil.which("java") is None:
        return "there is no java"
    return None if JAR.exists() else "the HTML checker was not fetched (make tools; needs npm)"


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Every error in the pages, by the page's name; the folder is for their files."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    command = ["java", "-jar", str(JAR), "--errors-only", "--format", "json", str(folder)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{Path(message['url']).stem}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(checked.stderr)["messages"]
    ]
