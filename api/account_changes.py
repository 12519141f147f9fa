"""Who gave whom which role is written down beside who read what: both are asked about later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from api.storage import Storage
from domain.vocabulary import Marking
from services.access_log import Access, Action, already_done
from services.people import Account
from services.purposes import NOT_SAID

SHELL: Final = "the shell"
ORGANISATION: Final = "the organisation"


@contextmanager
def written_down(storage: Storage, at: datetime, by: str, role: str = "") -> Iterator[None]:
    """Write down every account whose role, region, reference or end changes within the block.

    `by` is who changes it, `at` when (UTC).
    """
    before = _standing(storage)
    yield
    changes = [
        Access(
            at=at,
            who=by,
            role=role,
            action=Action.ACCOUNT,
            record=f"account {ref}",
            marking=Marking.OFFICIAL,
            purpose=NOT_SAID,
            shown=now,
        )
        for ref, now in _standing(storage).items()
        if before.get(ref) != now
    ]
    with already_done():
        for change in changes:
            storage.access_log.note(change)


def _standing(storage: Storage) -> dict[str, tuple[str, ...]]:
    return {account.person.ref: _words(account) for account in storage.people.accounts()}


def _words(account: Account) -> tuple[str, ...]:
    """How an account stands, in codes and references alone."""
    person = account.person
    return (
        f"role {person.role}",
        f"region {person.region or 'none'}",
        f"reference {person.officer or 'none'}",
        *(["closed"] if account.left_at else []),
    )
