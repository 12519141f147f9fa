"""Planted people where nobody expects them: addresses, headers, wrong names, bodies that break."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2

from api.access import MAY, Permission
from domain.vocabulary import Role
from tests.privacy.browser import Browser, Program, Typed
from tests.privacy.filling import filled
from tests.privacy.page import post_forms
from tests.privacy.people import ODD, Planted
from tests.privacy.place import INVESTIGATOR, SECOND, Place
from tests.privacy.routes import Way, never_sent_to, pages

TOO_LARGE = 5 * 1024 * 1024
LEFT_ALONE = ("/sign-out", "/account/sessions", "/account/tokens/", "/sign-in/", "/people/")
"""They end sessions, or keep accounts: of staff, whose names and references are not sealed."""

INPUTS = ("name", "person", "password", "old", "new", "code", "note", "label", "purpose", "reason")
SEARCHED = ("/search", "/incidents", "/stakeholders", "/work")


def plant_everywhere(place: Place, typed: Typed, people: list[Planted]) -> None:
    """Every form on every page that three roles can open, words in every input there is."""
    roles = (Role.HEAD_OF_SE, Role.SE_OFFICER, Role.INFO_GOVERNANCE, SECOND)
    _read_urgently(place, typed, people[0])
    for person, role in zip(people, roles, strict=False):
        with Browser(place, role, typed) as browser:
            for path in _addresses(person):
                _plant_page(browser, path, person, typed)

    _investigate(place, typed)
    _plant_the_rest(place, typed, people[0])


def _read_urgently(place: Place, typed: Typed, person: Planted) -> None:
    """A purpose that is said later: it leaves a form behind for information governance."""
    with Browser(place, Role.DUTY_OFFICER, typed) as browser:
        said = {"record": person.ref, "next": "/work", "purpose": "emergency"}
        browser.post("say a purpose later", "/purpose", [*said.items()])
        browser.open(f"/stakeholders/{person.ref}")


def _investigate(place: Place, typed: Typed) -> None:
    """Until it has an investigator, a response is every investigator's: now none is."""
    head, nobody = Program(place, Role.HEAD_OF_SE, typed), Planted(ODD)
    for item in head.read("/api/v1/incidents?limit=200")["items"]:
        body = {"ref": "2026/000123", "lead_investigator": INVESTIGATOR}
        head.command(f"/api/v1/incidents/{item['ref']}/link-investigation", body, nobody)


def _plant_the_rest(place: Place, typed: Typed, person: Planted) -> None:
    """What no page offered, or what ends a session: words under every name that is read."""
    for path in sorted(never_sent_to({*typed.sent})):
        with Browser(place, Role.DUTY_OFFICER, typed) as browser:
            words = person.words(typed.code(path), 80)
            address = Way("POST", path).to(person.incident, person.ref, str(UUID(int=1)))
            browser.post(f"rest {path}", address, [(name, words) for name in INPUTS])
        place.sessions.pop(Role.DUTY_OFFICER, None)


def _addresses(person: Planted) -> Iterator[str]:
    entry = person.entries[0] if person.entries else str(UUID(int=1))
    for route in pages():
        yield route.to(person.incident, person.ref, entry)


def _plant_page(browser: Browser, path: str, person: Planted, typed: Typed) -> None:
    page = browser.open(path, person.words(typed.code("/purpose note"), 120))
    for form in post_forms(page.text) if page.is_success else ():
        if form.action.startswith(LEFT_ALONE):
            continue
        address = form.action or path
        what = f"page {browser.role} {form.action.partition('?')[0]}"
        for everywhere in (True, False):
            form.action = address
            pairs = filled(form, person, typed, everywhere=everywhere)
            for button in form.buttons[:1]:
                pairs = [*pairs, button] if button[0] not in ("another", "more") else pairs
            browser.send(what, form, pairs)


def plant_oddly(place: Place, typed: Typed, person: Planted) -> None:
    """Whatever else a request can carry words in."""
    words = person.words(typed.code("odd requests"))
    with ExitStack() as stack:
        visitor = stack.enter_context(Browser(place, "", typed))
        head = stack.enter_context(Browser(place, Role.HEAD_OF_SE, typed))
        analyst = stack.enter_context(Browser(place, Role.ANALYST, typed))
        _sign_in_wrongly(visitor, person, words)
        for browser in (visitor, head, analyst):
            _ask_oddly(browser, person, words)
            _send_oddly(browser, person, words)
        for where in SEARCHED:
            head.post("search", "/find", [("where", where), ("q", person.name)])
        _command_oddly(place, typed, person, words)


def _sign_in_wrongly(visitor: Browser, person: Planted, words: str) -> None:
    for name in (person.name, person.email, words[:80]):
        pairs = [("person", name), ("password", words), ("next", f"/search?q={quote(words)}")]
        visitor.post("sign in wrongly", "/sign-in", pairs)
    visitor.post("a wrong code", "/sign-in/code", [("code", person.name), ("held", words)])


def _ask_oddly(browser: Browser, person: Planted, words: str) -> None:
    coded = quote(person.name)
    headers = {
        "User-Agent": f"Mozilla/5.0 ({coded}) {person.email} Firefox/140.0",
        "Referer": f"http://elsewhere.example/{coded}?q={quote(words)}",
        "X-Forwarded-For": person.email,
        "X-Request-Id": person.email,
        "Accept-Language": person.given,
        "Cookie": f"other={person.given}",
        "Authorization": f"Bearer {person.email}",
    }
    for path in (
        f"/{coded}",
        f"/incidents/{coded}",
        f"/stakeholders/{coded}",
        f"/problems/{coded}",
    ):
        _request(browser, "GET", f"{path}?q={quote(words)}")
    _request(
        browser, "GET", f"/incidents?q={quote(words)}&lead={coded}&state={coded}&after={coded}"
    )
    _request(browser, "GET", f"/incidents/{person.incident}?as_at={coded}&field={coded}")
    _request(browser, "GET", f"/purpose?record={coded}&next=/search%3Fq%3D{coded}")
    for name, value in headers.items():
        _request(browser, "GET", "/incidents", headers={name: value})
        _request(browser, "GET", "/sign-in", headers={name: value})
    _request(browser, "GET", f"/sign-in?next=/search%3Fq%3D{quote(words)}")


def _send_oddly(browser: Browser, person: Planted, words: str) -> None:
    body = words.encode()
    json, form = {"Content-Type": "application/json"}, "application/x-www-form-urlencoded"
    target = f"/incidents/{person.incident}/do/triage"
    _request(browser, "POST", target, content=body, headers={"Content-Type": form})
    _request(
        browser, "POST", target, content=body, headers={"Content-Type": f"text/{person.given}"}
    )
    _request(
        browser, "POST", target, content=body, headers={"Origin": f"http://{person.given}.org"}
    )
    _request(browser, "POST", "/api/v1/incidents", content=b'{"title": "' + body, headers=json)
    _request(browser, "POST", target, content=body * (TOO_LARGE // len(body)), headers=json)
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    disposition = f'--x\r\nContent-Disposition: form-data; name="{person.given}"\r\n\r\n{words}'
    _request(browser, "POST", target, content=disposition.encode(), headers=broken)
    _request(browser, person.given.upper(), target)


def _command_oddly(place: Place, typed: Typed, person: Planted, words: str) -> None:
    """Commands with words for keys, versions, fields and references; from roles that may not."""
    path = f"/api/v1/incidents/{person.incident}/record-tension"
    wrong = {"kind": person.name, "text": words, person.name: person.street}
    headers = {"Idempotency-Key": person.email, "If-Match": person.email}
    for role in (*Role, ""):
        bearer = {"Authorization": f"Bearer {place.tokens[role]}"} if role else {}
        with httpx2.Client(base_url=place.url, headers=bearer, timeout=60) as client:
            for name, value in headers.items():
                _sent(typed, client.post(path, json={}, headers={name: value}), f"header {name}")
            _sent(typed, client.post(path, json=wrong), "wrong fields")
            address = f"/api/v1/incidents/{quote(person.given)}/triage"
            _sent(typed, client.post(address, json=wrong), "wrong reference")
            if role in MAY[Permission.READ_REGISTER]:
                purpose = {
                    "Box1-Purpose": "other",
                    "Box1-Purpose-Note": words.encode().decode("ascii", "ignore"),
                }
                _sent(
                    typed,
                    client.get(f"/api/v1/stakeholders/{person.ref}", headers=purpose),
                    "purpose",
                )


def _sent(typed: Typed, answer: httpx2.Response, what: str) -> None:
    typed.note(what, answer.url.path, answer)


def _request(browser: Browser, method: str, path: str, **told: Any) -> None:
    """A request whose answer does not matter here, unless it is a fault."""
    try:
        answer = browser.client.request(method, path, **told)
    except httpx2.TransportError:  # the connection may be cut before a body that is too large ends
        return
    browser.typed.note(f"odd {method[:8]} {browser.role}", "odd", answer)
