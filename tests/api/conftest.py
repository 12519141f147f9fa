"""The whole system in one process, and a program signed in for each role."""

from tests.system import http, played, sign_in

__all__ = ["http", "played", "sign_in"]
