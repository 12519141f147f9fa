"""Where this machine's Chromium is."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The program that the browser tests drive: CHROMIUM, or the first one found."""
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def chromium_missing() -> str | None:
    """Why the browser tests cannot run here; None where they can."""
    return None if chromium() else "there is no Chromium (make tools installs one where it may)"
