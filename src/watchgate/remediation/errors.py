"""What can be asked of remediation that is not possible? Each says what happened, then what to do."""

from watchgate.kernel.errors import UserError


class UnknownRequest(UserError):
    """There is no such request, or none that this caller may see."""


class NotPlannable(UserError):
    """What was named cannot be planned: the action does not exist for it, or it names nothing."""


class TooManyObjects(UserError):
    """More than one request may hold: this is for spot deletion, not for bulk."""


class UnknownObject(UserError):
    """Our catalogue does not know whose object it is, and nobody said."""


class WrongState(UserError):
    """The request is not in a state in which this can be done."""


class Expired(WrongState):
    """The plan or the request has waited too long."""


class NotYours(UserError):
    """Only who asked for it may do this; or just they may not."""


class KeyRefuses(UserError):
    """The workspace's key may not delete or isolate anything."""


class AllHeld(UserError):
    """Legal holds keep every object of the request."""
