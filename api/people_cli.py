"""`box1 person` and `box1 token`: accounts of people, and what programs sign in with."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.account_changes import SHELL, written_down
from api.running import Unusable, add_person, create_token
from api.settings import read_settings
from api.storage import open_storage, utc_now
from domain.vocabulary import Role
from services.people import MOST_TOKEN_DAYS, TOKEN_DAYS, Account, Credential, Kind, People, Person

tokens = typer.Typer(help="Tokens with which programs sign in.", no_args_is_help=True)
people = typer.Typer(help="Accounts of people.", no_args_is_help=True)

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder to keep everything in (BOX1_DATA).")
]
Ref = Annotated[str, typer.Argument(help="The name they sign in with.")]
KEEP = "\0"


@tokens.command("create")
def create(
    person: Annotated[str, typer.Option(help="Whom the program acts as.")],
    role: Annotated[Role, typer.Option(help="Their role.")],
    region: Annotated[str | None, typer.Option(help="Their region.")] = None,
    officer: Annotated[str | None, typer.Option(help="Their officer reference.")] = None,
    scope: Annotated[
        Literal["read", "write"], typer.Option(help="Whether it may also record.")
    ] = "write",
    days: Annotated[
        int, typer.Option(min=1, max=MOST_TOKEN_DAYS, help="After how many days it ends.")
    ] = TOKEN_DAYS,
    purpose: Annotated[
        str, typer.Option(help="What it looks at people's details for; in the access log.")
    ] = "",
    data: Data = None,
) -> None:
    """Print a new token for `Authorization: Bearer`. It is shown only now."""
    who = Person(person, person, role.value, region, officer)
    settings = read_settings(data=data)
    token = create_token(settings, who, days=days, scope=scope, purpose=purpose)
    sys.stdout.write(token + "\n")


@tokens.command("list")
def list_tokens(
    person: Annotated[str | None, typer.Option(help="Only this person's.")] = None,
    data: Data = None,
) -> None:
    """Say whose tokens there are, what they may do, when they end and when they were last used."""
    with _people(data) as known:
        for account in known.accounts():
            if person in (None, account.person.ref):
                for token in known.credentials.of(account.person.ref, Kind.TOKEN):
                    typer.echo(_of_token(token))


@tokens.command("revoke")
def revoke(
    token: Annotated[str, typer.Argument(help="Its id, as `box1 token list` says it.")],
    person: Annotated[str, typer.Option(help="Whose it is.")],
    data: Data = None,
) -> None:
    """End a token, from the next request on."""
    with _people(data) as known:
        if not known.credentials.end_one(person, token):
            raise Unusable(f"{person} has no token {token}.")


@people.command("add")
def add(
    ref: Ref,
    role: Annotated[Role, typer.Option(help="Their role.")],
    name: Annotated[str | None, typer.Option(help="Their full name.")] = None,
    region: Annotated[str | None, typer.Option(help="Their region.")] = None,
    officer: Annotated[str | None, typer.Option(help="Their officer reference.")] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for the password: for an account of your own.")
    ] = False,
    data: Data = None,
) -> None:
    """Add an account, open a closed one, or give one a new password.

    The password is random and shown only now. It works for seven days, and once: whoever signs in
    with it chooses their own before anything else.
    """
    typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else None
    who = Person(ref, name or ref, role.value, region, officer)
    made = add_person(read_settings(data=data), who, typed)
    if made is not None:
        sys.stdout.write(made + "\n")


@people.command("change")
def change(
    ref: Ref,
    role: Annotated[Role | None, typer.Option(help="Their new role.")] = None,
    name: Annotated[str | None, typer.Option(help="Their new name.")] = None,
    region: Annotated[str, typer.Option(help="Their new region; '' for none.")] = KEEP,
    officer: Annotated[str, typer.Option(help="Their new reference; '' for none.")] = KEEP,
    data: Data = None,
) -> None:
    """Give somebody another role, region, name or reference, from their next request on."""
    with _people(data) as known:
        before = _account(known, ref).person
        known.change(
            replace(
                before,
                role=role.value if role else before.role,
                name=name or before.name,
                region=before.region if region == KEEP else region or None,
                officer=before.officer if officer == KEEP else officer or None,
            )
        )


@people.command("leave")
def leave(ref: Ref, data: Data = None) -> None:
    """Close somebody's account and end all that they are signed in with, at once."""
    with _people(data) as known:
        known.leave(_account(known, ref).person.ref)


@people.command("come-back")
def come_back(ref: Ref, data: Data = None) -> None:
    """Open a closed account again, with the password that it had."""
    with _people(data) as known:
        known.come_back(_account(known, ref).person.ref)


@people.command("sign-out")
def sign_out(ref: Ref, data: Data = None) -> None:
    """Sign somebody out everywhere; their tokens stay."""
    with _people(data) as known:
        known.end_sessions(_account(known, ref).person.ref)


@people.command("remove-second-factor")
def remove_second_factor(ref: Ref, data: Data = None) -> None:
    """For somebody who lost their phone and their recovery codes. Be sure that it is them."""
    with _people(data) as known:
        known.second_factor.remove(_account(known, ref).person.ref)
        known.end_sessions(ref)


@people.command("list")
def list_people(data: Data = None) -> None:
    """Say who has an account, and as what."""
    with _people(data) as known:
        for account in known.accounts():
            typer.echo(_of_account(account))


@contextmanager
def _people(data: Path | None) -> Iterator[People]:
    with open_storage(read_settings(data=data)) as storage:
        storage.prepare()
        with written_down(storage, utc_now(), SHELL):
            yield storage.people


def _account(known: People, ref: str) -> Account:
    account = known.account(ref)
    if account is None:
        raise Unusable(f"Nobody signs in as {ref}.")
    return account


def _of_account(account: Account) -> str:
    who = account.person
    left = f"left {account.left_at:%d %b %Y}" if account.left_at else ""
    factor = "second factor" if account.second_factor else ""
    elsewhere = "signs in with the organisation" if account.elsewhere else ""
    words = (who.ref, who.name, who.role, who.region, who.officer, elsewhere, factor, left)
    return "  ".join(filter(None, words))


def _of_token(token: Credential) -> str:
    ends = f"ends {token.ends:%d %b %Y}" if token.ends else "no end"
    used = token.last_seen > token.began
    last = f"last used {token.last_seen:%d %b %Y}" if used else "not used yet"
    words = (token.id, token.person, token.scope, ends, last, token.label, token.purpose)
    return "  ".join(filter(None, words))
