"""The question bank: Annex B's wording where it is printed, its baselines, and Welsh drafts.

The wording of KEY-*, CORP-CONF, SS-* and LEVEL is ours after the annex's headings: no question is
printed for them. Welsh texts are drafts of domain rules §13 or our own, to be put right by a
professional translator before they are used.
"""

from collections.abc import Mapping
from typing import Final

from domain.base import Value
from domain.feedback.words import Group, Measure

VERSION: Final = "1"
MOST_QUESTIONS: Final = 8
PREFER_NOT: Final = "prefer_not"
BASIC: Final = (
    Measure.AWARE,
    Measure.IMPARTIAL,
    Measure.COMPLAIN,
    Measure.INFO,
    Measure.LEVEL,
    Measure.OPEN,
)
"""What community members are asked unless a round says otherwise."""


class Words(Value):
    en: str
    cy: str

    def said(self, language: str) -> str:
        return self.cy if language == "cy" else self.en


class Option(Value):
    """An answer. `headline` ones are counted; `in_base` ones are what they are a share of."""

    code: str
    words: Words
    headline: bool = False
    in_base: bool = True


class Question(Value):
    """One question; without options it is answered in words."""

    measure: Measure
    words: Words
    options: tuple[Option, ...] = ()
    baselines: Mapping[Group, int] = {}

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options)


def _option(code: str, en: str, cy: str, *, headline: bool = False) -> Option:
    return Option(
        code=code,
        words=Words(en=en, cy=cy),
        headline=headline,
        in_base=code != PREFER_NOT,
    )


UNSURE: Final = _option("dont_know", "Don't know", "Ddim yn gwybod")
REFUSED: Final = _option(PREFER_NOT, "Prefer not to say", "Gwell gen i beidio â dweud")
YES_NO: Final = (
    _option("yes", "Yes", "Ydw", headline=True),
    _option("no", "No", "Nac ydw"),
    UNSURE,
    REFUSED,
)
AGREE: Final = (
    _option("strongly_agree", "Strongly agree", "Cytuno'n gryf", headline=True),
    _option("agree", "Agree", "Cytuno", headline=True),
    _option("neither", "Neither agree nor disagree", "Ddim yn cytuno nac yn anghytuno"),
    _option("disagree", "Disagree", "Anghytuno"),
    _option("strongly_disagree", "Strongly disagree", "Anghytuno'n gryf"),
    UNSURE,
    REFUSED,
)


def _question(
    measure: Measure,
    en: str,
    cy: str,
    options: tuple[Option, ...] = (),
    baselines: Mapping[Group, int] | None = None,
) -> Question:
    return Question(
        measure=measure, words=Words(en=en, cy=cy), options=options, baselines=baselines or {}
    )


def _public(of_all: int, bme: int, young: int, disability: int) -> Mapping[Group, int]:
    return {
        Group.ALL: of_all,
        Group.BME: bme,
        Group.YOUNG: young,
        Group.DISABILITY: disability,
    }


def _stakeholders(police: int, accountability: int, non_police: int) -> Mapping[Group, int]:
    return {
        Group.POLICE: police,
        Group.ACCOUNTABILITY: accountability,
        Group.NON_POLICE: non_police,
    }


_QUESTIONS: Final = (
    _question(
        Measure.AWARE,
        "Before today, had you heard of the Independent Office for Police Conduct (IOPC)?",
        "Cyn heddiw, oeddech chi wedi clywed am Swyddfa Annibynnol Ymddygiad yr Heddlu (IOPC)?",
        (
            _option("yes", "Yes", "Oeddwn", headline=True),
            _option("no", "No", "Nac oeddwn"),
            UNSURE,
            REFUSED,
        ),
        _public(37, 32, 22, 40),
    ),
    _question(
        Measure.IMPARTIAL,
        "How confident, if at all, are you that the IOPC deals with its work in an impartial way?",
        "Pa mor hyderus, os o gwbl, ydych chi fod yr IOPC yn delio â'i gwaith mewn ffordd"
        " ddiduedd?",
        (
            _option("very", "Very confident", "Hyderus iawn", headline=True),
            _option("fairly", "Fairly confident", "Eithaf hyderus", headline=True),
            _option("not_very", "Not very confident", "Ddim yn hyderus iawn"),
            _option("not_at_all", "Not at all confident", "Ddim yn hyderus o gwbl"),
            UNSURE,
            REFUSED,
        ),
        _public(60, 53, 61, 57),
    ),
    _question(
        Measure.COMPLAIN,
        "If you were really unhappy about how a police officer behaved towards you, how likely"
        " would you be to complain?",
        "Pe baech chi'n wirioneddol anhapus ynghylch sut yr oedd swyddog heddlu wedi ymddwyn tuag"
        " atoch chi, pa mor debygol fyddech chi o gwyno?",
        (
            _option("very", "Very likely", "Tebygol iawn", headline=True),
            _option("fairly", "Fairly likely", "Eithaf tebygol", headline=True),
            _option("not_very", "Not very likely", "Ddim yn debygol iawn"),
            _option("not_at_all", "Not at all likely", "Ddim yn debygol o gwbl"),
            UNSURE,
            REFUSED,
        ),
        _public(67, 67, 67, 70),
    ),
    _question(
        Measure.KNOW,
        "How much, if anything, do you know about the IOPC?",
        "Faint, os unrhyw beth, ydych chi'n ei wybod am yr IOPC?",
        (
            _option("a_lot", "A lot", "Llawer", headline=True),
            _option("fair_amount", "A fair amount", "Cryn dipyn", headline=True),
            _option("little", "Just a little", "Dim ond ychydig"),
            _option("nothing", "Nothing at all", "Dim byd o gwbl"),
            UNSURE,
            REFUSED,
        ),
        _stakeholders(67, 88, 69),
    ),
    _question(
        Measure.FAVOUR,
        "How favourable or unfavourable is your overall opinion of the IOPC?",
        "Pa mor ffafriol neu anffafriol yw eich barn gyffredinol am yr IOPC?",
        (
            _option("very", "Very favourable", "Ffafriol iawn", headline=True),
            _option("fairly", "Fairly favourable", "Eithaf ffafriol", headline=True),
            _option("neither", "Neither", "Y naill na'r llall"),
            _option("fairly_not", "Fairly unfavourable", "Eithaf anffafriol"),
            _option("very_not", "Very unfavourable", "Anffafriol iawn"),
            UNSURE,
            REFUSED,
        ),
        _stakeholders(37, 54, 51),
    ),
    _question(
        Measure.EASE,
        "How easy or difficult do you find it to engage with the IOPC?",
        "Pa mor hawdd neu anodd yw hi i chi ymgysylltu â'r IOPC?",
        (
            _option("very_easy", "Very easy", "Hawdd iawn", headline=True),
            _option("fairly_easy", "Fairly easy", "Eithaf hawdd", headline=True),
            _option("fairly_difficult", "Fairly difficult", "Eithaf anodd"),
            _option("very_difficult", "Very difficult", "Anodd iawn"),
            UNSURE,
            REFUSED,
        ),
        _stakeholders(33, 73, 27),
    ),
    _question(
        Measure.INFO,
        "The IOPC gave me enough information to reassure and inform me during and after the"
        " incident.",
        "Rhoddodd yr IOPC ddigon o wybodaeth i'm sicrhau a'm hysbysu yn ystod y digwyddiad ac ar"
        " ei ôl.",
        AGREE,
    ),
    _question(
        Measure.PROACTIVE,
        "The IOPC is proactive in engaging with my community.",
        "Mae'r IOPC yn rhagweithiol wrth ymgysylltu â'm cymuned.",
        AGREE,
    ),
    _question(
        Measure.VALUES,
        "The IOPC values its relationship with my community.",
        "Mae'r IOPC yn gwerthfawrogi ei pherthynas â'm cymuned.",
        AGREE,
    ),
    _question(
        Measure.CONFIDENCE,
        "The IOPC is improving confidence in the police complaints system.",
        "Mae'r IOPC yn gwella hyder yn y system gwynion yn erbyn yr heddlu.",
        AGREE,
    ),
    _question(
        Measure.LEVEL,
        "Did you know what your views could change?",
        "Oeddech chi'n gwybod beth allai eich barn ei newid?",
        (
            _option("yes", "Yes", "Oeddwn", headline=True),
            _option("no", "No", "Nac oeddwn"),
            UNSURE,
            REFUSED,
        ),
    ),
    _question(
        Measure.OPEN,
        "What should we do differently?",
        "Beth ddylem ni ei wneud yn wahanol?",
    ),
)
BANK: Final[Mapping[str, Mapping[Measure, Question]]] = {
    VERSION: {question.measure: question for question in _QUESTIONS}
}
"""Every version of the questions; a round keeps that which it was opened with."""
