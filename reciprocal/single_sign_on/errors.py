from reciprocal.errors import Kind, ReciprocalError


class ProviderRefused(ReciprocalError):
    code = "provider_refused"
    kind = Kind.INVALID
    sentence = (
        "Give the provider's issuer as an https URL on the public network whose "
        "discovery document names the same issuer, its endpoints and its keys."
    )


class ProviderUnreachable(ReciprocalError):
    code = "provider_unreachable"
    kind = Kind.UNAVAILABLE
    sentence = "Your organisation's sign-in provider does not answer; try again."


class SignOnRefused(ReciprocalError):
    code = "sign_on_refused"
    kind = Kind.UNAUTHENTICATED
    sentence = (
        "Your organisation's provider did not vouch for somebody who was invited here; "
        "begin again, or ask a colleague for an invitation."
    )
