"""A browser without scripts, and a program, of one role; both note what they typed and where."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx2

from tests.privacy.page import PostForm, post_forms
from tests.privacy.people import Planted
from tests.privacy.place import Place
from tests.privacy.traces import Trace, traces

REFERENCE = re.compile(r"INC-\d+-\d+|STK-\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REFUSED_BODY = re.compile(r'<ul class="govuk-list govuk-error-summary__list">(.*?)</ul>', re.DOTALL)
ODD = "odd"
Pairs = Sequence[tuple[str, str]]


@dataclass
class Typed:
    """What was typed where, what became of it, and the addresses that a browser was led to."""

    codes: dict[str, str] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    addresses: list[Trace] = field(default_factory=list)

    def code(self, where: str) -> str:
        """A short word that stands beside what is typed there, and leads back to it."""
        where = REFERENCE.sub("*", where)
        return self.codes.setdefault(where, f"kx{len(self.codes):04d}")

    def note(self, what: str, path: str, answer: httpx2.Response) -> None:
        self.sent[path] += 1
        if answer.status_code >= 500:
            self.failures.append(f"{what}: {answer.status_code}")
        elif answer.status_code >= 400:
            self.refusals[what] = why_refused(answer)
        else:
            self.accepted[what] += 1
        if what.startswith(ODD):  # such a request may be told its own address again
            return
        told = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        self.addresses += traces(f"headers of the answer to {what}", told.encode())


def why_refused(answer: httpx2.Response) -> str:
    found = REFUSED_BODY.search(answer.text)
    said = re.sub(r"<[^>]*>|\s+", " ", found[1]) if found else answer.text[-300:]
    return f"{answer.status_code} {said.strip()[:300]}"


class Browser:
    """Somebody in a role at a browser. `about` is said of whoever a text names."""

    def __init__(self, place: Place, role: str, typed: Typed, about: str = "yes") -> None:
        self._place, self.role, self.typed, self._about = place, role, typed, about
        cookies = place.cookies(role) if role else {}
        headers = {"Origin": place.url, "Sec-Fetch-Site": "same-origin"}
        self.client = place.client(cookies=cookies, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.client.close()

    def open(self, path: str, purpose_note: str = "") -> httpx2.Response:
        """A page, the reason for which is given where it is asked for."""
        answer = self.client.get(path, follow_redirects=True)
        if answer.url.path != "/purpose" or path.startswith("/purpose"):
            return answer
        form = next(one for one in post_forms(answer.text) if one.action == "/purpose")
        held = {each.name: each.value for each in form.controls.values() if each.kind == "hidden"}
        said = (
            {"purpose": "other", "note": purpose_note} if purpose_note else {"purpose": "contact"}
        )
        self.post("say a purpose", "/purpose", [*(held | said).items()])
        return self.client.get(path, follow_redirects=True)

    def post(self, what: str, path: str, pairs: Pairs) -> httpx2.Response:
        """A form as a browser sends it; the answer before it is followed anywhere."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.client.post(path, content=urlencode(pairs), headers=kind)
        self.typed.note(what, urlsplit(path).path, answer)
        return answer

    def send(self, what: str, form: PostForm, pairs: list[tuple[str, str]]) -> httpx2.Response:
        """A form, and again where it asks whether a text is about somebody whom it names."""
        answer = self.post(what, form.action, pairs)
        asked = [one for one in post_forms(answer.text) if _same(one.action, form.action)]
        about = [name for one in asked for name in one.controls if name.startswith("about-")]
        if answer.status_code < 400 or not about:
            return answer
        said = [(name, self._about) for name in about]
        return self.post(what, form.action, [pair for pair in pairs if pair[0] not in about] + said)


class Program:
    """Somebody's program, which comes with a bearer token and sends commands."""

    def __init__(self, place: Place, role: str, typed: Typed) -> None:
        headers = {"Authorization": f"Bearer {place.tokens[role]}"} if role else {}
        self.typed = typed
        self.codes: list[str] = []
        self.client = place.client(headers=headers)

    def command(self, path: str, body: Mapping[str, Any], person: Planted) -> dict[str, Any]:
        """What a command is answered with; its free text is said to be about the person."""
        about = {"about": [person.ref]} if person.ref else {}
        answer = self.client.post(path, json={**body, **about})
        parts = path.removeprefix("/api/v1/").split("/")
        self.typed.note(f"command {parts[0]} {parts[-1]}", path, answer)
        said: dict[str, Any] = answer.json()
        self.codes = [reason["code"] for reason in said.get("reasons", ())]
        return said if answer.status_code < 400 else {}

    def read(self, path: str) -> Any:
        return self.client.get(path).raise_for_status().json()


def _same(one: str, other: str) -> bool:
    return urlsplit(one).path == urlsplit(other).path
