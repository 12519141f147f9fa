"""The filters that people saved under names of their own, which are kept sealed."""

from collections.abc import Iterator

from sqlalchemy import Engine, delete, insert, select

from services.people.person import Person
from services.people.sealed_words import SealedWords
from services.people.tables import saved_views


class SavedViews:
    """Each person's own: name to query string."""

    def __init__(self, engine: Engine, words: SealedWords) -> None:
        self._engine, self._words = engine, words

    def of(self, person: Person) -> dict[str, str]:
        return {name: query for name, query, _ in sorted(self._kept(person)) if name}

    def save(self, person: Person, name: str, query: str) -> None:
        self.drop(person, name)
        with self._engine.begin() as connection:
            sealed = self._words.over(person.ref, name)
            row = {"person": person.ref, "name": sealed, "query": query}
            connection.execute(insert(saved_views), row)

    def drop(self, person: Person, name: str) -> None:
        called = [kept_as for each, _, kept_as in self._kept(person) if each == name]
        theirs = (saved_views.c.person == person.ref) & saved_views.c.name.in_(called)
        with self._engine.begin() as connection:
            connection.execute(delete(saved_views).where(theirs))

    def _kept(self, person: Person) -> Iterator[tuple[str, str, str]]:
        """Name, query, and the name as it is stored."""
        query = select(saved_views.c.name, saved_views.c.query).where(
            saved_views.c.person == person.ref
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        for kept_as, saved in rows:
            yield self._words.under(person.ref, kept_as), saved, kept_as
