"""What the toy job leaves: an effect for each step, and a line for each run of it."""

from dataclasses import dataclass

from sqlalchemy import NullPool, create_engine, text

STEPS = ("freeze", "seal", "solve", "check", "settle", "publish")

_TABLES = (
    "CREATE TABLE effect (subject TEXT, step TEXT, PRIMARY KEY (subject, step))",
    "CREATE TABLE run (subject TEXT, step TEXT)",
)
_EFFECT = (
    "INSERT INTO effect VALUES (:subject, :step) ON CONFLICT (subject, step) DO NOTHING"
)
_RUN = "INSERT INTO run VALUES (:subject, :step)"


@dataclass(frozen=True, slots=True)
class Marks:
    """The table of effects, which a step adds to as one that may run twice must."""

    url: str

    def make(self) -> None:
        """Make the two tables."""
        self._write(*((table, {}) for table in _TABLES))

    def begin(self, subject: str, step: str) -> None:
        """Record that a run of the step has begun."""
        self._write((_RUN, {"subject": subject, "step": step}))

    def leave(self, subject: str, step: str) -> None:
        """Leave the step's effect, unless an earlier run did."""
        self._write((_EFFECT, {"subject": subject, "step": step}))

    def effects(self, subject: str) -> list[str]:
        """Return the steps whose effect stands."""
        return self._steps("SELECT step FROM effect WHERE subject = :subject", subject)

    def runs(self, subject: str) -> list[str]:
        """Return the step of every run that began, finished or not."""
        return self._steps("SELECT step FROM run WHERE subject = :subject", subject)

    def _write(self, *statements: tuple[str, dict[str, str]]) -> None:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            for statement, row in statements:
                connection.execute(text(statement), row)

    def _steps(self, query: str, subject: str) -> list[str]:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            rows = connection.execute(text(query), {"subject": subject})
            return [row.step for row in rows]
