"""Forgetting everywhere: keys, views and open pages, as soon as a decision is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.views import Views
from domain.incident import Incident
from domain.stakeholder import Stakeholder
from projections.forgetting import Erased
from services.erasure import Destroyed, Erasure


@dataclass(frozen=True)
class Forgetting:
    """Joins the keys and the views, so that nobody waits for the stream to be forgotten."""

    erasure: Erasure
    views: Views

    def forget(self, ref: str) -> None:
        """Carry out everything that was decided about a stakeholder, or about the text of an
        incident; again changes nothing."""
        if ref.startswith(Incident.SERIES):
            self._dispose(ref)
            return
        case = self.erasure.store.load(Stakeholder, ref).case
        for stream in case.erased:
            self.erasure.carry_out(stream, ref)
        self.views.forget([Erased(stream, ref, on) for stream, on in case.erased.items()])
        self.views.restrict(ref, case.restricted)

    def _dispose(self, ref: str) -> None:
        on = self.erasure.store.load(Incident, ref).response.disposed_on
        if on is not None:
            self.erasure.carry_out(ref, ref)
            self.views.forget([Erased(ref, ref, on)])

    def finished(self, destroyed: Sequence[Destroyed]) -> None:
        """What was left undone, and is done now, is forgotten by the views too."""
        for ref in {subject for _, subject in destroyed}:
            self.forget(ref)
