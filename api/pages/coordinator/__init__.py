"""The coordinator's pages: who to ring, rounds and their plans, moves, the book."""

from api.pages.coordinator import board, book, members, plan, pot, rounds
from api.pages.coordinator.today import today
from api.pages.desk import Pages

PAGES = Pages("coordinator")

for chapter in (rounds, plan, pot, board, book, members):
    chapter.open_pages(PAGES)

__all__ = ["PAGES", "today"]
