"""The filters that people saved under names of their own, which are kept sealed."""

from base64 import b64decode, b64encode
from collections.abc import Iterator

from sqlalchemy import Engine, delete, insert, select

from services.people.person import Person
from services.people.second_factor import Sealer
from services.people.tables import saved_views

MARK = "sealed:"


class SavedViews:
    """Each person's own: name to query string."""

    def __init__(self, engine: Engine, sealer: Sealer) -> None:
        self._engine, self._sealer = engine, sealer

    def of(self, person: Person) -> dict[str, str]:
        return {name: query for name, query, _ in sorted(self._kept(person))}

    def save(self, person: Person, name: str, query: str) -> None:
        self.drop(person, name)
        sealed = b64encode(self._sealer.seal((person.ref,), name.encode())).decode()
        with self._engine.begin() as connection:
            row = {"person": person.ref, "name": f"{MARK}{sealed}", "query": query}
            connection.execute(insert(saved_views), row)

    def drop(self, person: Person, name: str) -> None:
        called = [kept_as for each, _, kept_as in self._kept(person) if each == name]
        theirs = (saved_views.c.person == person.ref) & saved_views.c.name.in_(called)
        with self._engine.begin() as connection:
            connection.execute(delete(saved_views).where(theirs))

    def _kept(self, person: Person) -> Iterator[tuple[str, str, str]]:
        """Name, query, and the name as it is stored; one whose key is gone is nobody's any more."""
        query = select(saved_views.c.name, saved_views.c.query).where(
            saved_views.c.person == person.ref
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        for kept_as, saved in rows:
            name = self._opened(person, kept_as)
            if name is not None:
                yield name, saved, kept_as

    def _opened(self, person: Person, kept_as: str) -> str | None:
        if not kept_as.startswith(MARK):
            return kept_as  # from before names were sealed
        plain = self._sealer.open((person.ref,), b64decode(kept_as.removeprefix(MARK)))
        return plain.decode() if isinstance(plain, bytes) else None
