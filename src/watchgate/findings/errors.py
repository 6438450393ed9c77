"""What can be asked of the findings that is not there, or makes no sense?"""

from watchgate.kernel.errors import UserError


class UnknownFinding(UserError):
    """There is no such finding in the workspace."""


class NotSummed(UserError):
    """Findings are not added up in this way."""
