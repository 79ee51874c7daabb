"""Every route, by audience; each parses, calls one operation, and returns."""

from api.routes import (
    access,
    adjustments,
    auditor,
    cases,
    coordinator,
    front,
    imports,
    landlord,
    oauth,
    options,
    safeguards,
    webhooks,
)

ROUTERS = (
    front.router,
    access.router,
    oauth.router,
    landlord.router,
    imports.router,
    cases.router,
    options.router,
    coordinator.router,
    auditor.router,
    adjustments.router,
    safeguards.of_cases,
    safeguards.of_the_board,
    webhooks.router,
)
