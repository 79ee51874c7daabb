"""One thing on a page: what to do next, what is known of it, and every act it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.pages.desk import Desk, Pages, Shown
from api.pages.facts import facts
from api.pages.words import words


@dataclass(frozen=True, slots=True)
class Door:
    """A way from a thing to an act, at the stages at which it is open.

    Attributes:
        when: Says of the thing whether it is open, beside its stage.
        first: What is to be done next: a button, and not a link.
    """

    text: str
    href: str
    stages: Sequence[str] = ()
    when: Callable[[Mapping[str, Any]], bool] | None = None
    first: bool = False

    def is_open(self, thing: Mapping[str, Any]) -> bool:
        """Tell whether the act can be done now."""
        if self.stages and thing.get("stage") not in self.stages:
            return False
        return self.when is None or self.when(thing)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the API as a page.

    Attributes:
        title: With fields in braces.
        next_steps: What is to be done, by stage.
        labels: Of fields whose own letters would not do.
    """

    path: str
    api: str
    title: str
    back: str
    doors: Sequence[Door] = ()
    next_steps: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    leave_out: Sequence[str] = ()
    intro: str = ""
    template: str = "thing.html"
    also: Mapping[str, str] = field(default_factory=dict)


def register(pages: Pages, thing: Thing) -> Thing:
    """Give a thing its page."""

    async def page(desk: Desk) -> Shown:
        return await visit(thing, desk)

    pages.add(thing.path, page)
    return thing


async def visit(thing: Thing, desk: Desk) -> Shown:
    """Show a thing, and whatever `also` names beside it."""
    found = await desk.inside.read(thing.api.format(**desk.path))
    beside = {
        name: await desk.inside.read(path.format(**desk.path))
        for name, path in thing.also.items()
    }
    stage = str(found.get("stage", ""))
    doors = [door for door in thing.doors if door.is_open(found)]
    known = {**found, **desk.path}
    values = {
        "thing": thing,
        "found": found,
        "title": thing.title.format(
            **{k: words(v) for k, v in found.items()} | _codes(found)
        ),
        "stage": words(stage),
        "next_step": thing.next_steps.get(stage, ""),
        "first": [(d.text, d.href.format(**known)) for d in doors if d.first],
        "others": [(d.text, d.href.format(**known)) for d in doors if not d.first],
        "facts": facts(found, thing.labels, leave_out={*thing.leave_out, "stage"}),
        "back": thing.back.format(**desk.path),
        **beside,
    }
    return Shown(thing.template, values)


def _codes(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("code", "period") if name in found}
