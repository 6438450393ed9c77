"""Why can somebody not sign in through another provider? Our own words only: what the provider says is never repeated.

SignInElsewhereRefused
├── UnknownProvider       no such provider in the settings
├── ProviderUnavailable   it does not answer, or not as a provider does
├── AttemptInvalid        the attempt is over, was used, or began in another browser
├── RefusedThere          the provider says no
├── NotBelieved           what it says of the person does not hold
└── NoAccess              we know who it is, and none of the groups gives access
"""

from watchgate.kernel.errors import UserError


class SignInElsewhereRefused(UserError):
    """Signing in through another provider did not succeed."""

    kind = "sign-in-refused"
    status = 403


class UnknownProvider(SignInElsewhereRefused):
    kind = "not-found"
    status = 404


class ProviderUnavailable(SignInElsewhereRefused):
    kind = "provider-unavailable"
    status = 502


class AttemptInvalid(SignInElsewhereRefused):
    kind = "sign-in-over"
    status = 400


class RefusedThere(SignInElsewhereRefused):
    kind = "sign-in-refused-there"


class NotBelieved(SignInElsewhereRefused):
    kind = "sign-in-not-believed"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """A word for the ledger."""


class NoAccess(SignInElsewhereRefused):
    kind = "no-access"
