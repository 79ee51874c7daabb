"""The routes of the street door, as the crawl comes to them."""

from fastapi.routing import APIRoute

from api.routes import ROUTERS


def api_routes() -> list[APIRoute]:
    """Return every route of the street door, those outside the description too."""
    return [
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
    ]


def field_names(route: APIRoute) -> list[str]:
    """Return the names of the fields of a route's body."""
    model = route.body_field.field_info.annotation if route.body_field else None
    return list(getattr(model, "model_fields", {}))


def get_templates() -> list[str]:
    """Return the path of every GET route, and of the description itself."""
    found = [route.path for route in api_routes() if "GET" in route.methods]
    return [*found, "/openapi.json"]


def template_of(method: str, path: str) -> str:
    for route in api_routes():
        if method in route.methods and route.path_regex.fullmatch(path):
            return str(route.path)
    raise AssertionError("the walk calls a route that does not exist")
