"""A member's own systems and webhooks: for landlords and referring services alike."""

from api.pages import acts, listings, things
from api.pages.acts import Act
from api.pages.desk import Pages
from api.pages.listings import Listing
from api.pages.questions import Kind, Question
from api.pages.things import Door, Thing

PAGES = Pages("named_lead", "referring_worker")

_WEBHOOK = "/desk/webhooks/{reference}"


_SYSTEMS = Listing(
    path="/systems",
    api="/v1/machines",
    title="Your systems",
    intro="A system signs with a key of its own. Make the pair where the system runs; "
    "only the public half is given here.",
    columns=(("Name", "name"), ("What it may do", "scopes"), ("Keys", "public_keys")),
    row_acts=(
        ("Give it a public key", "/desk/systems/{reference}/key", ()),
        ("End it", "/desk/systems/{reference}/end", ()),
    ),
    empty="No system of yours is registered.",
    acts=(
        ("Register a system", "/desk/systems/add"),
        ("Webhooks: being told that something changed", "/desk/webhooks"),
    ),
    back="/desk/account",
)

_WEBHOOKS = Listing(
    path="/webhooks",
    api="/v1/webhooks",
    title="Webhooks",
    columns=(
        ("About", "about"),
        ("State", "stage"),
        ("Failing since", "failing_since"),
        ("Last answer", "last_outcome"),
    ),
    leads=_WEBHOOK,
    empty="You have no webhook: your systems ask for themselves.",
    acts=(("Register a webhook", "/desk/webhooks/add"),),
    back="/desk/systems",
)

_FAILURES = Listing(
    path="/webhooks/{reference}/failures",
    api="/v1/webhooks/{reference}/failures",
    title="Messages that did not arrive",
    columns=(
        ("What", "kind"),
        ("Told", "told_at"),
        ("Given up", "failed_at"),
        ("Attempts", "attempts"),
    ),
    empty="Every message arrived.",
    acts=(("Send them again", "/desk/webhooks/{reference}/send-again"),),
    back=_WEBHOOK,
)

_ONE_WEBHOOK = Thing(
    path="/webhooks/{reference}",
    api="/v1/webhooks/{reference}",
    title="Webhook about {about}",
    back="/desk/webhooks",
    labels={"url": "Address", "secrets": "Secrets", "last_tried_at": "Last tried"},
    doors=(
        Door("Try it", _WEBHOOK + "/ping", ("live",)),
        Door("Turn its secret over", _WEBHOOK + "/secret", ("live",)),
        Door("Messages that did not arrive", _WEBHOOK + "/failures"),
        Door("End it", _WEBHOOK + "/end", ("live", "disabled")),
    ),
)

_ACTS = (
    Act(
        path="/systems/add",
        method="POST",
        api="/v1/machines",
        title="Register a system",
        questions=(Question("name", "What do you call it?", width=30),),
        button="Register it",
        back="/desk/systems",
        said="saved",
    ),
    Act(
        path="/systems/{reference}/key",
        method="POST",
        api="/v1/machines/{reference}/public-keys",
        title="Give this system a public key",
        intro="As the key's file says it: a JWK. A private key is refused.",
        questions=(
            Question("public_key.kty", "kty", width=10),
            Question("public_key.crv", "crv", width=10),
            Question("public_key.x", "x"),
            Question("public_key.y", "y"),
            Question("public_key.n", "n"),
            Question("public_key.e", "e", width=10),
        ),
        button="Register the key",
        back="/desk/systems",
        said="saved",
    ),
    Act(
        path="/systems/{reference}/end",
        method="DELETE",
        api="/v1/machines/{reference}",
        title="End this system",
        warning="Its keys and tokens end at once.",
        button="End it",
        back="/desk/systems",
        said="saved",
        grave=True,
    ),
    Act(
        path="/webhooks/add",
        method="POST",
        api="/v1/webhooks",
        title="Register a webhook",
        intro="It is told that something changed, and nothing of what.",
        questions=(
            Question("about", "About what?"),
            Question("url", "Address", "It begins with https://", kind=Kind.TEXT),
        ),
        button="Register it",
        back="/desk/webhooks",
        shows="secret.html",
    ),
    Act(
        path="/webhooks/{reference}/secret",
        method="POST",
        api="/v1/webhooks/{reference}/secrets",
        title="Turn the secret over",
        intro="A second secret is made; end the first when your system knows the new "
        "one.",
        button="Make a second secret",
        back=_WEBHOOK,
        shows="secret.html",
    ),
    Act(
        path="/webhooks/{reference}/ping",
        method="POST",
        api="/v1/webhooks/{reference}/ping",
        title="Try this webhook",
        button="Send a test",
        back=_WEBHOOK,
        said="sent",
    ),
    Act(
        path="/webhooks/{reference}/send-again",
        method="POST",
        api="/v1/webhooks/{reference}/send-again",
        title="Send again what did not arrive",
        button="Send again",
        back=_WEBHOOK,
        said="sent",
    ),
    Act(
        path="/webhooks/{reference}/end",
        method="DELETE",
        api="/v1/webhooks/{reference}",
        title="End this webhook",
        button="End it",
        back="/desk/webhooks",
        said="saved",
        grave=True,
    ),
)

for _act in _ACTS:
    acts.register(PAGES, _act)
for _listing in (_SYSTEMS, _WEBHOOKS, _FAILURES):
    listings.register(PAGES, _listing)
things.register(PAGES, _ONE_WEBHOOK)
