"""What can be wrong with an enrolment, in a way that the person at the keyboard can mend?"""

from watchgate.kernel.errors import UserError


class Malformed(UserError):
    """An id, a name or a key does not have the form that OpenAI gives it."""


class AlreadyEnrolled(UserError):
    """The workspace, or its name, is taken."""


class UnknownWorkspace(UserError):
    """No workspace has this id or name."""


class BeingRemoved(UserError):
    """The workspace's keys are gone; nothing but finishing its removal can be done with it."""


class NotConfirmed(UserError):
    """Something that cannot be undone was asked for without naming what it hits."""


class WorkspaceHeld(UserError):
    """Legal holds keep what is in it."""
