"""What can be asked of this room that is not possible?"""

from watchgate.kernel.errors import UserError


class NotThere(UserError):
    """There is no such workspace, skill or GPT, or it has not been looked at."""


class AlreadyRegistered(UserError):
    """The GPT stands for another skill."""


class NotOffered(UserError):
    """The workspace, or its settings, do not let a program create GPTs."""


class AlreadyInstalled(UserError):
    """There is a GPT of this name."""


class AskedInVain(UserError):
    """OpenAI did not do what it was asked for, or does not say whether."""
