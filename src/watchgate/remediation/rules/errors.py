"""What can be asked of rules that is not possible?"""

from watchgate.kernel.errors import UserError


class UnknownRule(UserError):
    """There is no such rule, or none that this caller may see."""


class RuleNameTaken(UserError):
    """The workspace has a rule of this name."""


class RuleRefused(UserError):
    """What the rule says cannot be."""
