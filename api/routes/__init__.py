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
    webhooks,
)

ROUTERS = (
    front.router,
    access.router,
    oauth.router,
    landlord.router,
    imports.router,
    cases.router,
    coordinator.router,
    auditor.router,
    webhooks.router,
)
