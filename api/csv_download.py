"""Downloads as CSV: marked in the first row and in the name, and harmless in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from itertools import chain

from fastapi.responses import Response

from api.london import local

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_download(
    name: str, marking: str, now: datetime, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Response:
    """A file that is saved, never shown: `<name>-2026-04-14-0830-OFFICIAL.csv`."""
    here = local(now)
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    first = (marking, f"Taken out {here:%d/%m/%Y %H:%M} UK time", "Handle by its marking")
    for row in chain((first, columns), rows):
        writer.writerow([harmless(value) for value in row])
    file = f"{name}-{here:%Y-%m-%d-%H%M}-{marking}.csv"
    headers = {
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "no-store",
    }
    content = (BYTE_ORDER_MARK + written.getvalue()).encode()
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")


def harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one is quoted."""
    text = "" if value is None else said(value)
    begun = text.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\0")
    return f"'{text}" if begun.startswith(FORMULA) else text


def said(value: object) -> str:
    """A moment as a spreadsheet reads one, in UK time; anything else as it is."""
    return f"{local(value):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
