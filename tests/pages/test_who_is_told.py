"""Each role of the disclosure file can be looked at by the auditor."""

from api.pages.auditor import ROLES
from reciprocal.disclosure.present import resources


def test_no_role_is_left_out_of_the_page() -> None:
    known = {role for thing in resources().values() for role in thing.roles}
    assert set(ROLES) == known
    assert len(ROLES) == len(known)
