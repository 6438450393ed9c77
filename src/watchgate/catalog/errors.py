"""What can be asked of the catalogue that it does not have, or does not give?"""

from watchgate.kernel.errors import UserError


class UnknownConversation(UserError):
    """There is no such conversation in the workspace."""


class UnknownMessage(UserError):
    """There is no such message in the conversation."""


class TooMuchAtOnce(UserError):
    """What was asked for does not fit into one answer."""
