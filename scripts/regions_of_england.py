"""What the published 2021 lookup lacks: regions, and the changes made since.

Regions are those of the Office for National Statistics, by upper-tier authority.
Changes are those of the Local Government structural changes orders in force on
1 April 2023, and of the boundary order that recoded Barnsley and Sheffield on
1 April 2025.
"""

_BY_REGION = {
    "North East": "County Durham; Darlington; Gateshead; Hartlepool; Middlesbrough; "
    "Newcastle upon Tyne; North Tyneside; Northumberland; Redcar and Cleveland; "
    "South Tyneside; Stockton-on-Tees; Sunderland",
    "North West": "Blackburn with Darwen; Blackpool; Bolton; Bury; Cheshire East; "
    "Cheshire West and Chester; Cumberland; Cumbria; Halton; Knowsley; Lancashire; "
    "Liverpool; Manchester; Oldham; Rochdale; Salford; Sefton; St. Helens; "
    "Stockport; Tameside; Trafford; Warrington; Westmorland and Furness; Wigan; "
    "Wirral",
    "Yorkshire and The Humber": "Barnsley; Bradford; Calderdale; Doncaster; "
    "East Riding of Yorkshire; Kingston upon Hull, City of; Kirklees; Leeds; "
    "North East Lincolnshire; North Lincolnshire; North Yorkshire; Rotherham; "
    "Sheffield; Wakefield; York",
    "East Midlands": "Derby; Derbyshire; Leicester; Leicestershire; Lincolnshire; "
    "North Northamptonshire; Nottingham; Nottinghamshire; Rutland; "
    "West Northamptonshire",
    "West Midlands": "Birmingham; Coventry; Dudley; Herefordshire, County of; "
    "Sandwell; Shropshire; Solihull; Staffordshire; Stoke-on-Trent; "
    "Telford and Wrekin; Walsall; Warwickshire; Wolverhampton; Worcestershire",
    "East of England": "Bedford; Cambridgeshire; Central Bedfordshire; Essex; "
    "Hertfordshire; Luton; Norfolk; Peterborough; Southend-on-Sea; Suffolk; Thurrock",
    "London": "Barking and Dagenham; Barnet; Bexley; Brent; Bromley; Camden; "
    "City of London; Croydon; Ealing; Enfield; Greenwich; Hackney; "
    "Hammersmith and Fulham; Haringey; Harrow; Havering; Hillingdon; Hounslow; "
    "Islington; Kensington and Chelsea; Kingston upon Thames; Lambeth; Lewisham; "
    "Merton; Newham; Redbridge; Richmond upon Thames; Southwark; Sutton; "
    "Tower Hamlets; Waltham Forest; Wandsworth; Westminster",
    "South East": "Bracknell Forest; Brighton and Hove; Buckinghamshire; "
    "East Sussex; Hampshire; Isle of Wight; Kent; Medway; Milton Keynes; "
    "Oxfordshire; Portsmouth; Reading; Slough; Southampton; Surrey; West Berkshire; "
    "West Sussex; Windsor and Maidenhead; Wokingham",
    "South West": "Bath and North East Somerset; "
    "Bournemouth, Christchurch and Poole; Bristol, City of; Cornwall; Devon; Dorset; "
    "Gloucestershire; Isles of Scilly; North Somerset; Plymouth; Somerset; "
    "South Gloucestershire; Swindon; Torbay; Wiltshire",
}

REGION_OF = {
    name: region for region, names in _BY_REGION.items() for name in names.split("; ")
}

# Code, name and first day of each authority younger than the 2021 lookup.
YOUNGER = (
    ("E06000063", "Cumberland", "2023-04-01"),
    ("E06000064", "Westmorland and Furness", "2023-04-01"),
    ("E06000065", "North Yorkshire", "2023-04-01"),
    ("E06000066", "Somerset", "2023-04-01"),
    ("E08000038", "Barnsley", "2025-04-01"),
    ("E08000039", "Sheffield", "2025-04-01"),
)

_REPLACED = {
    "E06000063": ("2023-03-31", "E07000026 E07000028 E07000029"),
    "E06000064": ("2023-03-31", "E07000027 E07000030 E07000031"),
    "E06000065": (
        "2023-03-31",
        "E07000163 E07000164 E07000165 E07000166 E07000167 E07000168 E07000169",
    ),
    "E06000066": ("2023-03-31", "E07000187 E07000188 E07000189 E07000246"),
    "E08000038": ("2025-03-31", "E08000016"),
    "E08000039": ("2025-03-31", "E08000019"),
}

# Last day in force and successor of each authority that has ended since.
SUCCESSORS = {
    code: (last, successor)
    for successor, (last, codes) in _REPLACED.items()
    for code in codes.split()
}
