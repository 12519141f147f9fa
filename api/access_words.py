"""The access log in words: purposes, what was done, and what was opened."""

from types import MappingProxyType

from api.consulting import ACCESS_LOG, LESSONS, OPEN_WORK, REGISTER, SEARCH
from services.access_log import Action
from services.purposes import BY_PROGRAM, IN_A_LIST, NOT_SAID, Purpose

PURPOSES = MappingProxyType(
    {
        Purpose.RESPOND.value: "To respond to the incident",
        Purpose.CONTACT.value: "To contact or support somebody",
        Purpose.REVIEW.value: "To review or supervise the work",
        Purpose.CHECK.value: "To check or correct what is recorded",
        Purpose.REQUEST.value: "To answer a request: subject access, court or inquest",
        Purpose.EMERGENCY.value: "Urgent: I will say why later",
        Purpose.OTHER.value: "For something else",
    }
)
SAID = MappingProxyType(
    {
        **PURPOSES,
        Purpose.EMERGENCY.value: "Urgent",
        BY_PROGRAM: "By a program",
        IN_A_LIST: "In a list",
        NOT_SAID: "Not said",
    }
)
ACTIONS = MappingProxyType(
    {
        Action.CONSULT.value: "Read",
        Action.DISCLOSE.value: "Disclosed",
        Action.EXPORT.value: "Taken out",
        Action.REPLAY.value: "Read as it was",
        Action.ERASE.value: "Erased",
        Action.REVIEW.value: "Urgent access reviewed",
        Action.ACCOUNT.value: "Account changed",
    }
)
RECORDS = MappingProxyType(
    {
        REGISTER: "The register",
        SEARCH: "Search",
        OPEN_WORK: "Open work",
        ACCESS_LOG: "The access log",
        LESSONS: "The lessons",
    }
)
