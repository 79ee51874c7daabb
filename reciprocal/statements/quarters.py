"""Quarters of the calendar, and the fixed day on which each one's statements go out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reciprocal import clock

_MONTHS = 3
_OF_YEAR = 4
_OUT_ON = 15
"""The day of the month after a quarter; the first working day from then on."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months, from 1 to 4 of a year; written `2026-Q1`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter a day falls in."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def at(cls, moment: datetime) -> "Quarter":
        """Return the quarter a moment falls in, in England."""
        return cls.of(moment.astimezone(clock.LONDON).date())

    @classmethod
    def called(cls, name: str) -> "Quarter":
        """Return the quarter that is written so."""
        year, _, number = name.partition("-Q")
        return cls(int(year), int(number))

    @property
    def count(self) -> int:
        """Return how many quarters went before it, for differences."""
        return self.year * _OF_YEAR + self.number - 1

    def after(self) -> "Quarter":
        """Return the next one."""
        year, number = divmod(self.count + 1, _OF_YEAR)
        return Quarter(year, number + 1)

    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    def last_day(self) -> date:
        """Return its last day."""
        return self.after().first_day() - timedelta(days=1)

    def begins_at(self) -> datetime:
        """Return its first moment, in England."""
        return datetime.combine(self.first_day(), time(), clock.LONDON)

    def out_on(self) -> date:
        """Return the day on which its statements go out.

        Raises:
            CalendarExhausted: When the bank-holiday list does not reach that far.
        """
        day = self.after().first_day().replace(day=_OUT_ON)
        return clock.working_day_from(day)
