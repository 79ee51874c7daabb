"""Our four folders have generic names, so nobody else may bring the same ones.

`pip install` overwrites in silence: a package that also ships a top-level `api`
or `matching` would replace ours or be replaced by it.
"""

from importlib.metadata import packages_distributions

from scripts.tree import PRODUCT


def test_no_other_distribution_brings_one_of_our_names() -> None:
    owners = packages_distributions()
    others = {name: set(owners.get(name, [])) - {"reciprocal"} for name in PRODUCT}

    assert others == {name: set() for name in PRODUCT}
