"""What a browser without scripts types and chooses: a planted person wherever words may stand."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.privacy.browser import Browser, Typed
from tests.privacy.page import Control, PostForm, post_forms
from tests.privacy.people import Planted
from tests.privacy.place import INVESTIGATOR, OFFICER, SECOND

CODED: Mapping[str, str] = {
    "lads": "E08000003",
    "other_areas": "E07000117",
    "wording_version": "1",
}
AN_ENTRY = "evidence"
LABELS = frozenset({"tags", "other_groups", "issues", "topics", "faiths"})
SHORT: Mapping[str, int] = {
    "source": 80,
    "translator": 80,
    "family_ref": 60,
    "ref": 40,
    "force_level": 40,
    "label": 60,
    "purpose": 80,
}
AHEAD = frozenset(
    {"due", "due_at", "new_due", "review_at", "keep_until", "valid_to", "next_review_at"}
)
PREFERRED = (INVESTIGATOR, OFFICER, SECOND, "critical", "yes", "phone")
ALL_OF_THEM = "overridden_guards"
NEVER_CHOSEN = frozenset({"OFFICIAL-SENSITIVE"})
LATER_ROW = re.compile(r"-[1-9]\d*-")


def last_part(name: str) -> str:
    """What a question is called where it stands in a numbered row."""
    parts = name.rsplit("-", 1)
    return parts[-1] if parts[-1] not in ("date", "time") else last_part(parts[0])


def filled(
    form: PostForm,
    person: Planted,
    typed: Typed,
    *,
    chosen: Mapping[str, str] | None = None,
    everywhere: bool = False,
) -> list[tuple[str, str]]:
    """Every control of a form filled in; `everywhere`: words also where a code is asked for."""
    pairs: list[tuple[str, str]] = []
    for control in form.controls.values():
        said = _chosen(control, chosen or {})
        if said is None:
            said = _answers(control, form.action, person, typed, everywhere)
        pairs += [(control.name, one) for one in said]
    return pairs


def _chosen(control: Control, chosen: Mapping[str, str]) -> Sequence[str] | None:
    name = last_part(control.name)
    if name not in chosen or (control.options and chosen[name] not in control.options):
        return None
    return [chosen[name]]


def _answers(
    control: Control, action: str, person: Planted, typed: Typed, everywhere: bool
) -> Sequence[str]:
    name = last_part(control.name)
    if control.kind == "hidden":
        return [control.value]
    if LATER_ROW.search(control.name) and not everywhere:
        return []
    if control.options or control.kind in ("radio", "checkbox", "select"):
        return _choice(control, name, person)
    if control.kind in ("date", "time"):
        return [_when(control, name)]
    if control.kind == "password" or not everywhere:
        coded = _coded(control, action, name, person)
        if coded is not None:
            return [coded]
    return [_words(control, action, name, person, typed)]


def _choice(control: Control, name: str, person: Planted) -> Sequence[str]:
    if name == ALL_OF_THEM:
        return control.options
    wanted = [one for one in (person.ref, *PREFERRED) if one in control.options]
    left = [one for one in control.options if one and one not in NEVER_CHOSEN]
    return (wanted or left)[:1]


def _when(control: Control, name: str) -> str:
    if control.kind == "time":
        return "09:00"
    days = 5 if name in AHEAD else -1
    single = not control.name.endswith("-date")
    return f"{datetime.now(UTC) + timedelta(days=5 if single else days):%Y-%m-%d}"


def _coded(control: Control, action: str, name: str, person: Planted) -> str | None:
    if control.numeric:
        return "1"
    if control.suggests:
        return person.ref
    if control.kind == "password":
        return "not anybody's password"
    if name == AN_ENTRY and "/stakeholders" in action:
        return ""
    return CODED.get(name)


def _words(control: Control, action: str, name: str, person: Planted, typed: Typed) -> str:
    code = typed.code(f"{action} {name}")
    if name in LABELS:
        return person.label
    if name == "name":
        return person.name
    if name == "value":
        return person.phone if "-0-" in control.name else person.email
    if name in ("went_well", "improve", "options", "responsibilities", "gaps"):
        return f"{person.words(code)}\n{person.street}"
    return person.words(code, SHORT.get(name, 200))


def fill_and_send(
    browser: Browser,
    path: str,
    person: Planted,
    typed: Typed,
    *,
    what: str,
    chosen: Mapping[str, str] | None = None,
) -> str:
    """The form of a page filled in and sent; where it led to, or nothing where it did not."""
    page = browser.open(path)
    forms = [one for one in post_forms(page.text) if _path(one.action) == _path(path)]
    if not forms:
        typed.refusals[what] = f"{page.status_code}: no form on the page"
        return ""
    pairs = filled(forms[0], person, typed, chosen=chosen)
    answer = browser.send(what, forms[0], pairs)
    return answer.headers.get("location", "")


def _path(address: str) -> str:
    return address.partition("?")[0]
