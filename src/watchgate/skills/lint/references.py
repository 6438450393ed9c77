"""Does everything that the instructions speak of come along?"""

import re
from collections.abc import Iterator

from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.model import Subject
from watchgate.skills.package import skill_md
from watchgate.skills.targets.model import Target

_PATHS = re.compile(r"(?<![\w/.-])((?:references|scripts|assets)/[\w./-]*\w)")


def check(subject: Subject) -> Iterator[Problem]:
    skill = subject.skill
    for found in _PATHS.finditer(skill.text.instructions):
        path = found.group(1)
        line = skill.text.instructions_line + skill.text.instructions.count("\n", 0, found.start())
        place = Place(skill_md.FILE, line, 1)
        if path not in skill.files and not any(name.startswith(f"{path}/") for name in skill.files):
            yield Problem(place, "", f"There is no file `{path}` in the skill.", "Add it, or mend the path.")
        elif (
            Target.CUSTOM_GPT in subject.targets
            and path in skill.files
            and path not in skill.manifest.knowledge
        ):
            message = f"A Custom GPT would not have `{path}`: it is not listed in `knowledge`."
            yield Problem(place, "", message, "List it in `knowledge`, or leave custom-gpt out.", "warning")
