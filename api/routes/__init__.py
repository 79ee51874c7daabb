"""Every route, by audience; each parses, calls one operation, and returns."""

from api.routes import (
    access,
    auditor,
    cases,
    changes,
    coordinator,
    front,
    imports,
    landlord,
    oauth,
    options,
    safeguards,
    support,
    viewings,
    webhooks,
)

ROUTERS = (
    front.router,
    access.router,
    oauth.router,
    landlord.router,
    imports.router,
    cases.router,
    changes.router,
    options.router,
    coordinator.router,
    auditor.router,
    safeguards.of_cases,
    safeguards.of_the_board,
    viewings.router,
    support.of_cases,
    support.of_landlords,
    support.of_the_board,
    webhooks.router,
)
