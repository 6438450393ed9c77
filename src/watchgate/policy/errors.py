"""Why can a pack not be used?"""

from collections.abc import Sequence

from watchgate.documents.problems import Problem
from watchgate.kernel.errors import UserError


class PackError(UserError):
    """The pack cannot be used. `problems` holds every error, and the warnings found beside them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        more = f" ({len(errors) - 1} more: run `watchgate policy lint`)" if len(errors) > 1 else ""
        super().__init__(f"{errors[0]}{more}" if errors else "The pack cannot be used.")
