"""Every route, by audience; each parses, calls one operation, and returns."""

from api.routes import (
    access,
    auditor,
    cases,
    coordinator,
    front,
    imports,
    landlord,
    oauth,
    options,
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
    webhooks.router,
)
