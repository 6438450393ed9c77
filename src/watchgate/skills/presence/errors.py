"""What can be asked of this room that is not possible?"""

from watchgate.kernel.errors import UserError


class NotThere(UserError):
    """There is no such workspace, skill or GPT, or it has not been looked at."""


class AlreadyRegistered(UserError):
    """The GPT stands for another skill."""
