"""Requests for support: the queue, asking, where one stands, scoring and deciding."""

from api.pages.requests import acceptance, asking, doing, queue, status

ROUTERS = (queue.router, asking.router, acceptance.router, doing.router, status.router)
