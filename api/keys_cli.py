"""`box1 keys`: how the master key stands, and its rotation while box1 runs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.settings import read_settings
from api.storage import open_storage
from services.key_rotation import Rotation, Standing, standing_of
from services.vault import Vault

keys = typer.Typer(help="The master key, which wraps all others.", no_args_is_help=True)
console = Console(stderr=True, soft_wrap=True)

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder to keep everything in (BOX1_DATA).")
]


@keys.command()
def status(data: Data = None) -> None:
    """Say which masters there are and how many keys each of them wraps."""
    with open_storage(read_settings(data=data)) as storage:
        storage.vault.prepare()
        for line in _lines(standing_of(storage.vault.table)):
            typer.echo(line)


@keys.command()
def rotate(data: Data = None) -> None:
    """Make a new master, wrap every key under it, destroy the old one. Goes on where it stopped."""
    with open_storage(read_settings(data=data)) as storage:
        storage.vault.prepare()
        number = _rotate(storage.vault)
        standing = standing_of(storage.vault.table)
    typer.echo(f"{number:,} keys are wrapped under the new master {standing.current}.")


def _rotate(vault: Vault) -> int:
    with console.status("Wrapping every key under the new master") as shown:
        return Rotation(vault.table, lambda number: shown.update(f"{number:,} keys wrapped")).run()


def _lines(standing: Standing) -> list[str]:
    lines = [
        f"{epoch}  {_what(epoch, standing):32} {standing.wrapped.get(epoch, 0):>9,} keys"
        for epoch in standing.masters
    ]
    for epoch in standing.wrapped.keys() - {*standing.masters}:
        what = f"not given: {epoch}" if epoch else "from before there were epochs"
        lines.append(f"{'':16}  {what:32} {standing.wrapped[epoch]:>9,} keys")
    lines.append(f"{'':16}  {'destroyed for ever':32} {standing.destroyed:>9,} keys")
    if standing.unfinished:
        lines.append("A rotation has not ended: `box1 keys rotate` goes on with it.")
    return lines


def _what(epoch: str, standing: Standing) -> str:
    if epoch == standing.current:
        return "master that wraps new keys"
    return "newer master" if epoch == standing.masters[0] else "older master"
