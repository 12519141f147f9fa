"""A page as a browser without scripts has it: its forms, and what may be typed into them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

CHOSEN = ("radio", "checkbox")
PUSHED = ("submit", "button", "reset", "image")


@dataclass
class Control:
    """One input by its name: its kind, what stands in it, and what it lets choose from."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    numeric: bool = False
    suggests: bool = False

    @property
    def free(self) -> bool:
        """Whether anything may be typed into it."""
        return self.kind in ("text", "textarea", "search", "email", "tel", "url") and not (
            self.numeric or self.suggests
        )


@dataclass
class PostForm:
    """One form that posts: where to, and its controls by name, in the order of the page."""

    action: str
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


def post_forms(html: str) -> list[PostForm]:
    """Every form of a page that posts."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[PostForm] = []
        self._form: PostForm | None = None
        self._open: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = said.get("method", "").lower() == "post"
            self._form = PostForm(said.get("action", "")) if posts else None
            self.found += [self._form] if self._form else []
        elif self._form is not None:
            self._control(self._form, tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data

    def _control(self, form: PostForm, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text").lower()
        if tag == "button" or (tag == "input" and kind in PUSHED):
            form.buttons += [(name, said.get("value", ""))] if name else []
        elif tag == "option" and self._open is not None:
            self._open.options += [said["value"]] if said.get("value") else []
        elif tag in ("select", "textarea") and name:
            self._open = form.controls[name] = Control(name, tag)
        elif tag == "input" and name:
            self._input(form, name, kind, said)

    def _input(self, form: PostForm, name: str, kind: str, said: dict[str, str]) -> None:
        made = Control(
            name,
            kind,
            said.get("value", ""),
            numeric=said.get("inputmode") == "numeric",
            suggests="list" in said,
        )
        control = form.controls.setdefault(name, made)
        if kind in CHOSEN:
            control.options.append(said.get("value", "on"))


def typed_controls(forms: list[PostForm]) -> Iterator[Control]:
    for form in forms:
        yield from (control for control in form.controls.values() if control.free)
