"""What stands at the top of every page, by role: first what is to be done."""

NAVIGATION: dict[str, tuple[tuple[str, str], ...]] = {
    "referring_worker": (
        ("Today", "/desk"),
        ("My cases", "/desk/cases"),
        ("Start a request", "/desk/cases/new"),
        ("Handed over to us", "/desk/case-transfers"),
        ("Account", "/desk/account"),
    ),
    "named_lead": (
        ("Today", "/desk"),
        ("Our homes", "/desk/homes"),
        ("Tenancy checks", "/desk/tenancy-checks"),
        ("Offers", "/desk/offers"),
        ("Departures", "/desk/departures"),
        ("Homes owed", "/desk/homes-owed"),
        ("Statements", "/desk/statements"),
        ("Account", "/desk/account"),
    ),
    "coordinator": (
        ("Today", "/desk"),
        ("Pot", "/desk/pot"),
        ("Rounds", "/desk/rounds"),
        ("Moves", "/desk/moves"),
        ("Questions", "/desk/questions"),
        ("Book", "/desk/book"),
        ("Laboratory", "/desk/laboratory"),
        ("Members", "/desk/members"),
        ("Account", "/desk/account"),
    ),
    "auditor": (
        ("Today", "/desk"),
        ("Events", "/desk/events"),
        ("Decisions", "/desk/decisions"),
        ("Exceptions", "/desk/exceptions"),
        ("Book", "/desk/balances"),
        ("Statements", "/desk/statements-sent"),
        ("Reports", "/desk/figures"),
        ("Laboratory", "/desk/laboratory"),
        ("Account", "/desk/account"),
    ),
}
"""Words and address, by role."""
