"""An organisation's provider is settled; its people start, and come back.

No transaction is open while a provider is called: on SQLite nobody else could write.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from reciprocal import clock, ids
from reciprocal.access import operations as access
from reciprocal.access import queries, second_factor, secrets, sessions
from reciprocal.access.actor import Actor, SessionStage, service
from reciprocal.access.sessions import SignedIn
from reciprocal.audit import operations as audit
from reciprocal.db import Duty, on_duty
from reciprocal.errors import NotFound
from reciprocal.organisations.tables import Organisation
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.column import Sealed
from reciprocal.single_sign_on import rules
from reciprocal.single_sign_on.errors import SignOnRefused
from reciprocal.single_sign_on.rules import Discovered, Expected, Identity
from reciprocal.single_sign_on.tables import SignInProvider, SignOnStarted

_SECRET = "sign_in_provider.secret"  # noqa: S105 - the name of a column
_VERIFIER = "sign_on_started.verifier"


@dataclass(frozen=True, slots=True)
class Started:
    """Where a browser goes, and what it keeps until it comes back."""

    address: str
    binding: str


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What is asked of the provider for somebody who came back, and of its answer."""

    organisation_id: str
    token_endpoint: str
    keys_url: str
    client: tuple[str, str]
    verifier: str
    expected: Expected


def settle(
    session: Session,
    *,
    actor: Actor,
    organisation_id: str,
    issuer: str,
    client: tuple[str, str],
    found: Discovered,
    factors: frozenset[str],
) -> None:
    """Let an organisation's people sign in with its provider, in place of an earlier.

    Args:
        client: The client id and its secret, as the provider gave them.
        factors: Words of `amr` of which one says that a second factor was shown.
    """
    end(session, actor=actor, organisation_id=organisation_id)
    client_id, secret = client
    provider_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="sign_in_provider",
        subject_id=provider_id,
        organisation_id=organisation_id,
    )
    session.add(
        SignInProvider(
            id=provider_id,
            organisation_id=organisation_id,
            issuer=issuer,
            client_id=client_id,
            key_id=key_id,
            secret=sealing.seal(session, key_id, _SECRET, provider_id, secret),
            authorization_endpoint=found.authorization_endpoint,
            token_endpoint=found.token_endpoint,
            keys_url=found.keys_url,
            factors=" ".join(sorted(factors)),
            settled_at=clock.now(),
        )
    )
    about = ("organisation", organisation_id)
    audit.record(session, actor, "sign_in_provider.settled", subject=about)


def end(session: Session, *, actor: Actor, organisation_id: str) -> bool:
    """End an organisation's sign-in by its provider; tell whether there was one."""
    row = _provider(session, organisation_id)
    if row is None:
        return False
    session.exec(
        delete(SignOnStarted).where(
            col(SignOnStarted.organisation_id) == organisation_id
        )
    )
    sealing.destroy_key(session, row.key_id)
    session.delete(row)
    session.flush()
    about = ("organisation", organisation_id)
    audit.record(session, actor, "sign_in_provider.ended", subject=about)
    return True


def start(session: Session, *, organisation_code: str, redirect_uri: str) -> Started:
    """Begin a sign-in with an organisation's provider.

    Raises:
        NotFound: When no member of that code has one.
    """
    provider = session.exec(
        select(SignInProvider)
        .join(Organisation, col(Organisation.id) == SignInProvider.organisation_id)
        .where(
            Organisation.code == organisation_code, col(Organisation.left_at).is_(None)
        )
    ).first()
    if provider is None:
        raise NotFound
    _sweep(session)
    started_id = ids.new_id()
    state, nonce, binding = (secrets.new_token() for _ in range(3))
    verifier = secrets.new_token() + secrets.new_token()
    with on_duty(session, Duty.SIGNING_IN):
        sealed = sealing.seal(session, provider.key_id, _VERIFIER, started_id, verifier)
    session.add(
        SignOnStarted(
            id=started_id,
            organisation_id=provider.organisation_id,
            state_hash=secrets.digest(state),
            nonce_hash=secrets.digest(nonce),
            binding_hash=secrets.digest(binding),
            verifier=sealed,
            expires_at=clock.now() + rules.STARTED_FOR,
        )
    )
    address = rules.address_to_go_to(
        provider.authorization_endpoint,
        client_id=provider.client_id,
        redirect_uri=redirect_uri,
        state=state,
        nonce=nonce,
        verifier=verifier,
    )
    return Started(address, binding)


def take_back(session: Session, *, state: str, binding: str) -> ComingBack:
    """Use up a start: whoever comes back has its state, and kept its binding.

    Raises:
        SignOnRefused: When it was used, ran out, or began in another browser.
    """
    row = session.exec(
        select(SignOnStarted)
        .where(
            SignOnStarted.state_hash == secrets.digest(state),
            SignOnStarted.binding_hash == secrets.digest(binding),
            col(SignOnStarted.expires_at) > clock.now(),
        )
        .with_for_update()
    ).first()
    if row is None:
        raise SignOnRefused
    provider = _provider(session, row.organisation_id)
    assert provider is not None, "its starts end with it"
    back = ComingBack(
        organisation_id=row.organisation_id,
        token_endpoint=provider.token_endpoint,
        keys_url=provider.keys_url,
        client=(
            provider.client_id,
            _open(session, provider.secret, _SECRET, provider.id, row),
        ),
        verifier=_open(session, row.verifier, _VERIFIER, row.id, row),
        expected=Expected(
            provider.issuer,
            provider.client_id,
            row.nonce_hash,
            frozenset(provider.factors.split()),
        ),
    )
    session.delete(row)
    return back


def come_in(
    session: Session,
    *,
    organisation_id: str,
    who: Identity,
    absolute_minutes: int,
    factor_required: bool,
) -> SignedIn:
    """Begin a session of whoever an organisation's provider vouches for.

    Raises:
        SignOnRefused: When they are nobody of that organisation and were not invited to
            it: a provider makes no members.
    """
    actor = queries.person_named(session, who.email)
    if actor is None:
        access.take_up_vouched(session, organisation_id, who.email)
        actor = queries.person_named(session, who.email)
    if actor is None or actor.organisation_id != organisation_id:
        raise SignOnRefused
    stage = SessionStage.OPEN
    if not who.factor:
        stage = second_factor.stage_at_sign_in(
            session, actor.id, required=factor_required
        )
    begun = "session.begun" if stage is SessionStage.HALF_OPEN else "session.started"
    audit.record(session, actor, begun, subject=("person", actor.id), code="provider")
    return sessions.begin(session, actor.id, stage, absolute_minutes)


def _provider(session: Session, organisation_id: str) -> SignInProvider | None:
    return session.exec(
        select(SignInProvider).where(SignInProvider.organisation_id == organisation_id)
    ).first()


def _open(
    session: Session, sealed: Sealed, column: str, row_id: str, row: SignOnStarted
) -> str:
    found = audit.reveal(
        session,
        service(),
        sealed,
        column,
        subject=("organisation", row.organisation_id),
        row_id=row_id,
    )
    assert isinstance(found, str), "as it was sealed"
    return found


def _sweep(session: Session) -> None:
    """Forget starts that nobody came back from."""
    session.exec(
        delete(SignOnStarted).where(col(SignOnStarted.expires_at) <= clock.now())
    )
