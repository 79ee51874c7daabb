"""What the laboratory has published, as a coordinator or an auditor reads it."""

from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.laboratory.experiments import EXPERIMENTS
from reciprocal.laboratory.published import rows


def published(actor: Actor) -> Shown:
    """Return every published experiment with its rows, sentence and commands.

    The worlds are made up: no row is about anybody's landlord, home or household.

    Raises:
        Forbidden: When it is neither a coordinator nor an auditor who asks.
    """
    policy.require(actor, "laboratory.read")
    found = rows()
    experiments = [
        {
            "code": each.code,
            "title": each.title,
            "means": each.means,
            "commands": list(each.commands),
            "rows": found[each.code],
        }
        for each in EXPERIMENTS
    ]
    return show(actor, "laboratory", "open", {"experiments": experiments})
