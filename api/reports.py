"""Reports as tagged PDF (PDF/UA-1): what was typed goes in as data and is never typst code."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson
import typst
from fastapi.responses import Response

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates/reports"


def pdf_of(template: str, told: Mapping[str, Any]) -> bytes:
    """A report of the templates, with what it tells: words, lists of words, and their names."""
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": orjson.dumps(told).decode()},
        pdf_standards=["1.7", "ua-1"],
    )
    return made


def pdf_download(name: str, marking: str, content: bytes) -> Response:
    """A file that is saved, never shown, with its marking in the name."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{marking}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(content, headers=headers, media_type="application/pdf")
