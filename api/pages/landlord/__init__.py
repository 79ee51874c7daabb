"""The landlord's pages: what has to be done, homes, tenants who leave, the book."""

from api.pages.desk import Pages
from api.pages.landlord import (
    book,
    checks,
    departures,
    homes,
    offers,
    owed,
    sheet,
    uploads,
)
from api.pages.landlord.today import today

PAGES = Pages("named_lead")

for chapter in (uploads, homes, checks, offers, sheet, departures, owed, book):
    chapter.open_pages(PAGES)

__all__ = ["PAGES", "today"]
