"""The filters that people saved under names of their own."""

from sqlalchemy import Engine, delete, insert, select

from services.people.person import Person
from services.people.tables import saved_views


class SavedViews:
    """Each person's own: name to query string."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, person: Person) -> dict[str, str]:
        query = select(saved_views.c.name, saved_views.c.query).where(
            saved_views.c.person == person.ref
        )
        with self._engine.connect() as connection:
            return {name: saved for name, saved in connection.execute(query.order_by("name"))}

    def save(self, person: Person, name: str, query: str) -> None:
        self.drop(person, name)
        with self._engine.begin() as connection:
            row = {"person": person.ref, "name": name, "query": query}
            connection.execute(insert(saved_views), row)

    def drop(self, person: Person, name: str) -> None:
        chosen = (saved_views.c.person == person.ref) & (saved_views.c.name == name)
        with self._engine.begin() as connection:
            connection.execute(delete(saved_views).where(chosen))
