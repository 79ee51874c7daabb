from typing import Any

from fastapi import APIRouter

from api.problems import FAILURES


class Router(APIRouter):
    """A router whose routes declare every failure and leave hidden fields out."""

    def add_api_route(self, path: str, endpoint: Any, **options: Any) -> None:  # noqa: ANN401 - FastAPI's own
        """Add a route with the house's defaults."""
        options["response_model_exclude_unset"] = True
        options["responses"] = FAILURES | (options.get("responses") or {})
        super().add_api_route(path, endpoint, **options)
