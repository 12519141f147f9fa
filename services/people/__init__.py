"""Who may sign in: accounts, sessions that can be ended, tokens for programs, second factors."""

from services.people.credentials import MOST_TOKEN_DAYS, TOKEN_DAYS, Credential, Credentials, Kind
from services.people.directory import Account, People
from services.people.passwords import LONGEST, SHORTEST
from services.people.person import READ, WRITE, Claim, Entry, Must, Origin, Person
from services.people.second_factor import Sealer
from services.people.tries import TooManyAttempts

__all__ = [
    "LONGEST",
    "MOST_TOKEN_DAYS",
    "READ",
    "SHORTEST",
    "TOKEN_DAYS",
    "WRITE",
    "Account",
    "Claim",
    "Credential",
    "Credentials",
    "Entry",
    "Kind",
    "Must",
    "Origin",
    "People",
    "Person",
    "Sealer",
    "TooManyAttempts",
]
