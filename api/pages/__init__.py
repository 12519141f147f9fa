"""The pages that people see: one module per question or journey, each with its own router."""

from api.pages import about, doing, entries, handover, incident, raising, sign_in

PAGE_ROUTERS = (
    sign_in.router,
    about.router,
    raising.router,
    incident.router,
    doing.router,
    entries.router,
    handover.router,
)
