"""What box1 writes to its log: one JSON object a line, and nobody's words in any of them."""

import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import orjson

ROOT = Path(__file__).resolve().parents[1]
OURS = ("api", "domain", "projections", "services")
REQUESTS = "api.requests"


class JsonLines(logging.Formatter):
    """Words of our own are written as they are; of a library's, only where they were said.

    An error is its type and the places in our code: its message may quote what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS:
            line["said"] = record.getMessage()
        else:
            line["place"] = f"{record.module}:{record.lineno}"
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["places"] = places(record.exc_info[2])
        return orjson.dumps(line, default=str, option=orjson.OPT_UTC_Z).decode()


def places(trace: TracebackType | None) -> list[str]:
    """Where in our own code it went wrong, outermost first."""
    found = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS:
            found.append(f"{path.relative_to(ROOT)}:{frame.lineno} {frame.name}")
    return found


def write_logs(level: str | None) -> None:
    """Everything at this level or above goes to standard error, one JSON object a line."""
    level = level or ("warning" if sys.stderr.isatty() else "info")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for talkative in ("httpx2", "httpcore2"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _last_words


def _last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("api").critical("box1 ended", exc_info=(kind, error, trace))
