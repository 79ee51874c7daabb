"""The book as everybody reads it who may read all of it."""

from typing import Any

from api.pages.bars import bars
from api.pages.desk import Desk


async def read(desk: Desk) -> dict[str, Any]:
    """Return every balance and debt, their sum, and a bar for each landlord."""
    rows = await desk.inside.every("/v1/balances")
    debts = await desk.inside.every("/v1/debts")
    totals: dict[str, int] = {}
    for each in rows:
        totals[each["landlord"]] = totals.get(each["landlord"], 0) + each["posted"]
    return {
        "rows": rows,
        "debts": debts,
        "picture": bars(sorted(totals.items())),
        "sum": sum(totals.values()),
    }
