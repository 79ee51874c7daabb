from datetime import datetime

from sqlmodel import Field, SQLModel

from reciprocal.db import UTCDateTime
from reciprocal.sealing.column import Sealed, SealedType


class SignInProvider(SQLModel, table=True):
    """Where the people of one organisation sign in, by OpenID Connect.

    Attributes:
        key_id: Of the secret, and of what waits between a start and its call-back.
        factors: Words of `amr` of which one says that a second factor was shown, with a
            space between; none where the provider's word for it does not count.
    """

    __tablename__ = "sign_in_provider"

    id: str = Field(primary_key=True)
    organisation_id: str = Field(unique=True, foreign_key="organisation.id")
    issuer: str
    client_id: str
    key_id: str = Field(foreign_key="subject_key.id")
    secret: Sealed = Field(sa_type=SealedType)
    authorization_endpoint: str
    token_endpoint: str
    keys_url: str
    factors: str
    settled_at: datetime = Field(sa_type=UTCDateTime)


class SignOnStarted(SQLModel, table=True):
    """One start, good for one call-back within ten minutes; digests but the verifier.

    Attributes:
        binding_hash: Of what the browser that started keeps, so that no other ends it.
        verifier: Of PKCE (RFC 7636), which the provider alone is shown.
    """

    __tablename__ = "sign_on_started"

    id: str = Field(primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", index=True)
    state_hash: str = Field(unique=True)
    nonce_hash: str
    binding_hash: str
    verifier: Sealed = Field(sa_type=SealedType)
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)
