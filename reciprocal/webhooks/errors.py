from reciprocal.errors import Kind, ReciprocalError


class DestinationRefused(ReciprocalError):
    code = "webhook_url_refused"
    kind = Kind.INVALID
    sentence = (
        "Give an https URL on the public network, without user name, password, "
        "query or fragment."
    )


class EndpointsFull(ReciprocalError):
    code = "webhooks_full"
    kind = Kind.CONFLICT
    sentence = "Your organisation has ten webhooks; end one, then add another."


class SecretsFull(ReciprocalError):
    code = "webhook_secrets_full"
    kind = Kind.CONFLICT
    sentence = "Two secrets are live already; end one, then ask for another."


class LastSecret(ReciprocalError):
    code = "webhook_last_secret"
    kind = Kind.CONFLICT
    sentence = "This is the only live secret; ask for another first, then end this."


class NotForThisRole(ReciprocalError):
    code = "webhook_not_for_role"
    kind = Kind.INVALID
    sentence = "A landlord hears of homes and offers, a referring service of cases."


class WebhookDisabled(ReciprocalError):
    code = "webhook_disabled"
    kind = Kind.CONFLICT
    sentence = "It failed for too long and is off; a ping that is answered turns it on."
