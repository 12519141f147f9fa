"""Scoring a request: the anchors as they are printed, each with what it rests on."""

import re
from collections.abc import Mapping
from typing import Any, Final

from api.forms.choosing import OneOf
from api.forms.field import Field
from api.forms.form import Body, Form
from api.forms.shared import why
from api.forms.situation import always
from api.forms.typed import LongText, Text
from domain.priority import COMPUTED, Band, Factor
from domain.support_request import ANCHORS, FACTORS

JUDGED: Final = tuple(factor for factor in Factor if factor not in COMPUTED)
EVIDENCE: Final = 280


def anchor_name(factor: Factor) -> str:
    return f"anchors-{factor}"


def evidence_name(factor: Factor) -> str:
    return f"evidence-{factor}"


def as_score(body: Body) -> Body:
    """Anchors and evidence as two mappings, by factor."""
    told: Body = {"anchors": {}, "evidence": {}}
    for name, said in body.items():
        part, _, factor = name.partition("-")
        if factor:
            told[part][factor] = said
        else:
            told[name] = said
    return told


def as_answers(anchors: Mapping[Factor, int], evidence: Mapping[Factor, str]) -> dict[str, Any]:
    """A score as the form's own answers, to begin from."""
    return {
        **{anchor_name(factor): anchors[factor] for factor in JUDGED if factor in anchors},
        **{evidence_name(factor): evidence[factor] for factor in JUDGED if factor in evidence},
    }


def questions_about(factor: Factor) -> tuple[Field, Field]:
    words = {str(number): f"{number}: {said}" for number, said in enumerate(ANCHORS[factor])}
    return (
        OneOf(
            name=anchor_name(factor),
            label=FACTORS[factor],
            choices=always(words),
            number=True,
            missing=f"{FACTORS[factor]}: choose one",
        ),
        LongText(
            name=evidence_name(factor),
            label=f"What does that rest on? ({FACTORS[factor].lower()})",
            limit=EVIDENCE,
            rows=2,
            together=True,
        ),
    )


def score_form(*, again: bool) -> Form:
    judged = (field for factor in JUDGED for field in questions_about(factor))
    return Form(
        verb="score",
        title="Score it again" if again else "Score the request",
        intro="Choose what fits best. What is not none needs a word on what it rests on."
        + (" The scores before this one stay, with their reasons." if again else ""),
        button="Record the score",
        shape=as_score,
        fields=(
            *judged,
            *((_WHY_AGAIN,) if again else ()),
        ),
    )


_WHY_AGAIN = LongText(
    name="why",
    label="Why is it scored again?",
    hint="At least 20 characters.",
    missing="Say why it is scored again",
    rows=3,
)
OVERRIDE = Form(
    verb="override-band",
    title="Set the band by hand",
    intro="The score stays, and is shown beside it with your name and your reason. It holds until"
    " the request is scored again.",
    button="Set the band",
    fields=(
        OneOf(
            name="to",
            label="Which band?",
            choices=always({band: band for band in Band}),
            inline=True,
            missing="Choose the band",
        ),
        why(),
    ),
)


def as_direction(body: Body) -> Body:
    """A post is kept as one word, as references are."""
    words = re.findall(r"[A-Za-z0-9]+", str(body.get("director", "")))
    return {**body, **({"director": "-".join(words)[:60].strip("-")} if words else {})}


DIRECT = Form(
    shape=as_direction,
    verb="direct-as-priority",
    title="Record a director's word",
    intro="A director says that this comes first. It is P1 from then on, whatever its score.",
    button="Record it",
    fields=(
        Text(
            name="director",
            label="Which director?",
            hint="Their post, such as regional director.",
            limit=80,
            missing="Say which director",
        ),
        why("What did they give as the reason?"),
    ),
)
