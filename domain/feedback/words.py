"""The closed lists of feedback: what is asked, of whom, how it is answered, what comes of it."""

from enum import StrEnum


class Measure(StrEnum):
    """The questions that can be asked (domain rules §8)."""

    AWARE = "PPT-AWARE"
    IMPARTIAL = "PPT-IMPARTIAL"
    COMPLAIN = "PPT-COMPLAIN"
    KNOW = "SS-KNOW"
    FAVOUR = "SS-FAVOUR"
    EASE = "SS-EASE"
    INFO = "KEY-INFO"
    PROACTIVE = "KEY-PROACTIVE"
    VALUES = "KEY-VALUES"
    CONFIDENCE = "CORP-CONF"
    LEVEL = "LEVEL"
    OPEN = "OPEN"


class Group(StrEnum):
    """Who a figure is of; a baseline is printed for some."""

    ALL = "all"
    BME = "bme"
    YOUNG = "18-24"
    DISABILITY = "disability"
    POLICE = "police"
    ACCOUNTABILITY = "accountability"
    NON_POLICE = "non_police"


class Mode(StrEnum):
    """By tokens that are good for one answer each, or by one link for all."""

    TOKEN = "token"
    OPEN = "open"


class Outcome(StrEnum):
    """What somebody found who read a comment."""

    OK = "ok"
    CONTAINS_IDENTITY = "contains_identity"
    SAFEGUARDING = "safeguarding"
    COMPLAINT = "complaint"


class RoundState(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    REPORTED = "REPORTED"
    TOLD = "TOLD"
