"""The pages that people see: one module per question or journey, each with its own router."""

from api.pages import (
    about,
    board,
    doing,
    entries,
    finding,
    handover,
    incident,
    purpose,
    raising,
    registering,
    saved_views,
    search,
    sign_in,
    stakeholder,
    stakeholders,
    work,
)

PAGE_ROUTERS = (
    sign_in.router,
    purpose.router,
    about.router,
    board.router,
    saved_views.router,
    raising.router,
    incident.router,
    doing.router,
    entries.router,
    handover.router,
    work.router,
    stakeholders.router,
    registering.router,
    stakeholder.router,
    search.router,
    finding.router,
)
