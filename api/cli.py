"""The command `box1`: start it, its parts, exercises, accounts and rebuilds."""

import gc
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api import rehearsal, running, serving
from api.demonstration import DemonstrationFailed
from api.evidence_cli import checkpoint, verify
from api.keys_cli import keys
from api.mail_cli import mail
from api.people_cli import people, tokens
from api.server import CannotListen
from api.settings import SettingsWrong, read_settings
from projections.database import ViewsUnreadable
from services.exercise import BadExercise
from services.key_rotation import RotationUnderWay
from services.master_key import MasterKeyWrong
from services.nats_server import NatsServerFailed

app = typer.Typer(
    help="box1: one shared record of the community response to critical incidents.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(tokens, name="token")
app.add_typer(people, name="person")
app.add_typer(keys, name="keys")
app.add_typer(mail, name="mail")
app.command()(verify)
app.command()(checkpoint)
console = Console(stderr=True, soft_wrap=True)

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder to keep everything in (BOX1_DATA).")
]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on (BOX1_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on (BOX1_PORT).")] = None,
    data: Data = None,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help="Load the made-up demonstration once.")
    ] = False,
) -> None:
    """Serve the pages and the API; without NATS_URL also start NATS, the relay and the views."""
    settings = read_settings(host=host, port=port, data=data)
    serving.serve(settings, console, demonstration=demonstration)


@app.command()
def relay(
    data: Data = None,
    refill: Annotated[
        bool,
        typer.Option("--refill", help="Fill a stream again that holds what the log does not."),
    ] = False,
) -> None:
    """Copy the event log to NATS, in order, for ever. Any number may run."""
    settings = read_settings(data=data)
    running.until_stopped(running.relay(settings, refill=refill))


@app.command()
def project(
    views: Annotated[
        list[str] | None, typer.Argument(help="Views to keep; all unless named.")
    ] = None,
    data: Data = None,
) -> None:
    """Keep the views up to date from NATS, for ever."""
    settings = read_settings(data=data)
    running.until_stopped(running.project(settings, views or []))


@app.command()
def prepare(data: Data = None) -> None:
    """Make every table where it is missing. Do this once before many processes start."""
    running.prepare(read_settings(data=data))


@app.command()
def rebuild(
    view: Annotated[str, typer.Argument(help="board, timeline, work, register or search.")],
    data: Data = None,
) -> None:
    """Build a view again from the log, beside the one that answers, then put it in its place."""
    running.rebuild(read_settings(data=data), view, console)


@app.command()
def exercise(
    files: Annotated[list[Path], typer.Argument(help="Exercise files (YAML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Leave the data in this folder for `box1 serve --data`.")
    ] = None,
) -> None:
    """Play exercises, each against a whole system of its own; fails where an answer differs."""
    results = rehearsal.rehearse(files, keep, _silent if as_json else typer.echo)
    if as_json:
        typer.echo(json.dumps([result.model_dump(mode="json") for result in results], indent=1))
    if not all(result.passed for result in results):
        raise typer.Exit(1)


def _silent(line: str) -> None:
    """Say nothing."""


EXPECTED = (
    SettingsWrong,
    MasterKeyWrong,
    RotationUnderWay,
    ViewsUnreadable,
    serving.AlreadyRunning,
    CannotListen,
    BadExercise,
    rehearsal.FolderInUse,
    DemonstrationFailed,
    NatsServerFailed,
    running.Unusable,
)


GARBAGE = (50_000, 50, 50)  # a history of 500 entries is no reason to look through everything


def main() -> None:
    """Run a command; what an operator can put right is said in plain words, without a trace."""
    gc.freeze()  # what was imported is never garbage: no collection has to look through it again
    gc.set_threshold(*GARBAGE)
    try:
        app()
    except EXPECTED as error:
        console.print(f"[bold red]box1 cannot go on.[/bold red] {escape(str(error))}")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
