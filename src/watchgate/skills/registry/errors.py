"""What can be asked of the registry that is not possible?"""

from watchgate.kernel.errors import UserError


class UnknownVersion(UserError):
    """There is no such version, or no such skill."""


class VersionTaken(UserError):
    """There is another skill under this id and version."""


class NotFit(UserError):
    """The lint, or the signature, speaks against it."""


class WrongState(UserError):
    """The version is not where this step begins."""


class NotYours(UserError):
    """Somebody else has to decide."""
