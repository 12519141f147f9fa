"""`box1 verify` and `box1 checkpoint`: whether a bundle, or the whole record, is as it was."""

from pathlib import Path
from typing import Annotated

import typer

from api.settings import read_settings
from api.storage import open_storage, utc_now
from services.evidence import Report, check_log, verify_bundle

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder to keep everything in (BOX1_DATA).")
]
Kept = Annotated[
    Path | None,
    typer.Option(
        "--checkpoints", help="A file of checkpoints that was kept elsewhere.", exists=True
    ),
]


def verify(
    bundle: Annotated[
        Path | None,
        typer.Argument(help="The bundle; the record of this box1 if left out.", exists=True),
    ] = None,
    key: Annotated[str | None, typer.Option(help="The public key that was published.")] = None,
    checkpoints: Kept = None,
    data: Data = None,
) -> None:
    """Check a bundle, or this box1's own record, and name everything that does not hold."""
    notes = notes_in(checkpoints) if checkpoints else []
    if bundle is None:
        said, faults = _of_log(data, notes)
    else:
        report = verify_bundle(bundle.read_bytes(), key, notes)
        said, faults = _said(report), report.faults
        if notes:
            said.append(f"{report.compared} of {len(notes)} kept checkpoints are in the bundle.")
    for line in (*said, *faults):
        typer.echo(line)
    typer.echo("Everything holds." if not faults else f"{len(faults)} faults.")
    raise typer.Exit(code=bool(faults))


def checkpoint(data: Data = None) -> None:
    """Make a checkpoint now; say it, and the key that it is checked with."""
    with open_storage(read_settings(data=data)) as storage:
        storage.prepare()
        typer.echo(f"{storage.checkpoints.signer.verifier}\n")
        typer.echo(storage.checkpoints.make(utc_now()), nl=False)


def notes_in(file: Path) -> list[str]:
    """The checkpoints in a file that BOX1_CHECKPOINT_FILE names, or one that was saved alone."""
    text = file.read_text(encoding="utf-8")
    parts = text.replace("\n\n\N{EM DASH}", "\n\0\N{EM DASH}").split("\n\n")
    return [f"{part.strip()}\n".replace("\n\0", "\n\n") for part in parts if part.strip()]


def _of_log(data: Path | None, notes: list[str]) -> tuple[list[str], list[str]]:
    with open_storage(read_settings(data=data)) as storage:
        storage.prepare()
        kept = storage.checkpoints
        own = kept.all()
        events, faults = check_log(storage.store.log, [*own, *notes], kept.signer.public)
    return [f"{events:,} events, {len(own):,} checkpoints of its own, {len(notes):,} kept."], faults


def _said(report: Report) -> list[str]:
    said = [
        f"{report.header.get('ref', 'A bundle')}, made {report.header.get('made_at', 'some time')}:"
        f" {report.events:,} events, {report.withheld:,} of them withheld,"
        f" {report.earlier:,} earlier checkpoints.",
        f"Key {report.key}",
    ]
    if report.checkpoint is not None:
        said.append(f"Checkpoint of {report.checkpoint.size:,} events, {report.checkpoint.at}.")
    return said + [f"Gone: {one['key']}, {one['why']}." for one in report.shredded]
