"""Where places are, offline: postcodes, sectors, authorities and areas to avoid."""

from reciprocal.places.areas import (
    AlongRoute,
    CompiledAreas,
    ListedPostcodes,
    StatedArea,
    WholeAuthority,
    WholeDistrict,
    WholeSector,
    WithinDistance,
    compile_areas,
    sectors_by_distance,
)
from reciprocal.places.authorities import (
    Authority,
    authorities,
    authorities_by_region,
    authorities_on,
    authority,
    authority_by_name,
    london_authorities,
    standing,
)
from reciprocal.places.editions import Edition, newer_than
from reciprocal.places.lookup import Place, locate, postcodes_of_sector
from reciprocal.places.postcode import (
    Postcode,
    parse_district,
    parse_postcode,
    parse_sector,
)
from reciprocal.places.sectors import (
    sector_exists,
    sectors_along,
    sectors_of_authority,
    sectors_of_district,
    sectors_within,
)
from reciprocal.places.source import ATTRIBUTION, GEOGRAPHY_VERSION

__all__ = [
    "ATTRIBUTION",
    "GEOGRAPHY_VERSION",
    "AlongRoute",
    "Authority",
    "CompiledAreas",
    "Edition",
    "ListedPostcodes",
    "Place",
    "Postcode",
    "StatedArea",
    "WholeAuthority",
    "WholeDistrict",
    "WholeSector",
    "WithinDistance",
    "authorities",
    "authorities_by_region",
    "authorities_on",
    "authority",
    "authority_by_name",
    "compile_areas",
    "locate",
    "london_authorities",
    "newer_than",
    "parse_district",
    "parse_postcode",
    "parse_sector",
    "postcodes_of_sector",
    "sector_exists",
    "sectors_along",
    "sectors_by_distance",
    "sectors_of_authority",
    "sectors_of_district",
    "sectors_within",
    "standing",
]
