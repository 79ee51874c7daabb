"""The referring worker's pages: what has to be done, and each household's way."""

from api.pages.desk import Pages
from api.pages.worker import cases, changes, proposal, referral, safety, transfers
from api.pages.worker.today import today

PAGES = Pages("referring_worker")

for chapter in (referral, cases, proposal, safety, changes, transfers):
    chapter.open_pages(PAGES)

__all__ = ["PAGES", "today"]
