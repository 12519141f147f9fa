"""`box1 mail`: to whom published briefings are mailed, colleagues and partners apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from api.settings import read_settings
from api.storage import open_storage
from domain.insight import Audience
from services.mail.recipients import Recipients, is_address

mail = typer.Typer(help="To whom published briefings are mailed.", no_args_is_help=True)

SHELL: Final = "shell"
MAILED: Final = (Audience.ORGANISATION, Audience.PARTNERS)

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder to keep everything in (BOX1_DATA).")
]
To = Annotated[str, typer.Option("--audience", help="organisation or partners")]


@mail.command("list")
def show(data: Data = None) -> None:
    """Print both lists, each address with its number."""
    with _recipients(data) as recipients:
        for audience in MAILED:
            for one in recipients.of(audience):
                typer.echo(f"{one.number:>5}  {audience:12}  {one.address}")


@mail.command()
def add(address: str, audience: To, data: Data = None) -> None:
    """Put an address on the list of an audience."""
    if audience not in MAILED:
        raise typer.BadParameter(f"There are: {', '.join(MAILED)}.", param_hint="--audience")
    if not is_address(address):
        raise typer.BadParameter("That is no address.", param_hint="ADDRESS")
    with _recipients(data) as recipients:
        new = recipients.add(audience, address, SHELL)
    typer.echo("It is on the list." if new else "It was on the list already.")


@mail.command()
def remove(number: int, data: Data = None) -> None:
    """Take an address off its list, by its number; what waits for it is not sent."""
    with _recipients(data) as recipients:
        known = any(recipients.find(audience, number) for audience in MAILED)
        recipients.remove(number)
    typer.echo("It is off the list." if known else "There is no such number.")


@contextmanager
def _recipients(data: Path | None) -> Iterator[Recipients]:
    with open_storage(read_settings(data=data)) as storage:
        storage.prepare()
        yield storage.recipients
