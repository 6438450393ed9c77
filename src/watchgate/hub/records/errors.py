"""Why is a record not taken?"""

from watchgate.kernel.errors import UserError


class UnknownRecord(UserError):
    """There is none, or none that the caller may see."""


class OtherSkill(UserError):
    """The key is another skill's."""


class NotInUse(UserError):
    """The version is not published, or never was."""


class BreaksContract(UserError):
    """It is not what the version's contract says."""


class CarriesInjection(UserError):
    """Something in it reads like an order to whoever reads it next."""


class TooLarge(UserError):
    """Its body is longer than an Action may send."""


class KeyTaken(UserError):
    """Another record has this client key."""
