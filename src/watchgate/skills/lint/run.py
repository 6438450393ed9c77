"""What is to be mended before a skill goes out? All rules, the errors first."""

from watchgate.documents.problems import Problem
from watchgate.skills.lint import actions, changes, content, front_matter, references, sizes
from watchgate.skills.lint.model import Rule, Subject

RULES: tuple[Rule, ...] = (
    front_matter.check,
    sizes.check,
    actions.check,
    content.check,
    references.check,
    changes.check,
)


def lint(subject: Subject) -> list[Problem]:
    """Errors, then warnings, each by file and line."""
    found = [problem for rule in RULES for problem in rule(subject)]
    return sorted(found, key=lambda one: (one.severity, one.file, one.line, one.column, one.message))
