"""What is asked of an import, beside the file itself."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.body import Body
from api.schemas.kinds import Reference
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.operations import Differing, Mode, Wanted

_RELEASED_MAX = 500

Pair = Annotated[
    str, StringConstraints(max_length=120, pattern=r"^[a-z_]{1,40}=[^\x00-\x1f\x7f]+$")
]
SheetName = Annotated[
    str, StringConstraints(min_length=1, max_length=31, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ImportStock(_Query):
    """How to read a file of stock."""

    dry_run: bool = Field(
        default=False, description="Say what would happen; store nothing."
    )
    sheet: SheetName | None = Field(
        default=None, description="The sheet of a workbook that has several."
    )
    column: list[Pair] = Field(
        default=[],
        max_length=40,
        description="Our column and your header, as `uprn=Property UPRN`; repeat it.",
    )

    def wanted(self) -> Wanted:
        """Return what is asked."""
        asked = Asked(headers=_pairs(self.column))
        return Wanted(dry_run=self.dry_run, sheet=self.sheet, asked=asked)


class ImportHomes(ImportStock):
    """How to read a file of homes, and what it means."""

    fixed: list[Pair] = Field(
        default=[],
        max_length=40,
        description="One value for all rows, as `letting_route=council_direct`.",
    )
    ignore_unknown: bool = Field(
        default=False, description="Pass over columns that are not known."
    )
    mode: Mode = Field(
        default=Mode.ADD,
        description="`add` posts every row; `snapshot` is everything you offer now.",
    )
    differing: Differing = Field(
        default=Differing.REFUSE,
        description="What becomes of a row that is another home than the one posted.",
    )
    withdraw: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="The number of homes that may go although it is more than a tenth.",
    )

    def wanted(self) -> Wanted:
        """Return what is asked."""
        return Wanted(
            mode=self.mode,
            dry_run=self.dry_run,
            asked=Asked(
                headers=_pairs(self.column),
                fixed=_pairs(self.fixed),
                ignore_unknown=self.ignore_unknown,
            ),
            sheet=self.sheet,
            differing=self.differing,
            withdraw=self.withdraw,
        )


class ReleaseHomes(Body):
    """Homes that a colleague posted, by your references."""

    references: Annotated[
        list[Reference], Field(min_length=1, max_length=_RELEASED_MAX)
    ] = Field(examples=[["9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"]])


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in given)
    return {name: value for name, _, value in pairs}


def file_body(columns: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    """Return how the description says that a route takes a file in its body."""
    homes = {
        "type": "object",
        "required": ["homes"],
        "additionalProperties": False,
        "properties": {
            "homes": {
                "type": "array",
                "minItems": 1,
                "examples": [[example]],
                "items": {"type": "object", "additionalProperties": columns},
            }
        },
    }
    text = {"type": "string"}
    workbook = {"type": "string", "format": "binary"}
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": workbook},
    }
    kinds = {
        "application/json": homes,
        "text/csv": text,
        XLSX: workbook,
        "multipart/form-data": form,
    }
    content = {media: {"schema": schema} for media, schema in kinds.items()}
    return {"requestBody": {"required": True, "content": content}}


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
EXAMPLE_HOME: dict[str, Any] = {
    "UPRN": "100023336956",
    "Address": "Flat 4, Example House, Example Road",
    "Postcode": "E8 1EA",
    "No of beds": 2,
    "Max persons": 4,
    "Property type": "flat",
    "Rent type": "social rent",
    "Weekly rent": "118.75",
    "Tenancy type": "secure",
    "Letting route": "council direct",
    "Void date": "02/03/2026",
    "Ready to let": "16/03/2026",
}
