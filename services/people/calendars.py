"""Addresses at which a calendar fetches one person's duties: a secret each, stored as a hash."""

from services.people.credentials import Credential, Credentials, Kind
from services.people.person import Person


class Calendars:
    """One address a person; it is told once, and good until they revoke it or leave."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def make(self, ref: str) -> str:
        """The secret of a new address; the one before it ends."""
        self.revoke(ref)
        return self._credentials.issue(Kind.CALENDAR, ref, None)

    def revoke(self, ref: str) -> None:
        self._credentials.end_all(ref, Kind.CALENDAR)

    def of(self, ref: str) -> Credential | None:
        """Since when somebody has an address, and when it was last fetched."""
        return next(iter(self._credentials.of(ref, Kind.CALENDAR)), None)

    def owner(self, secret: str) -> Person | None:
        """Whose it is: looked up alike for one that is wrong, revoked, or of somebody who left."""
        return self._credentials.recognise(Kind.CALENDAR, secret)
