"""Is the skill small enough for where it goes?"""

from collections.abc import Iterator

from watchgate.documents.problems import Place, Problem
from watchgate.skills.archive import zip_of
from watchgate.skills.lint.model import Subject, over
from watchgate.skills.package import manifest, skill_md
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import instructions
from watchgate.skills.targets.model import Target

_SPLIT = "Move details into `references/`."


def check(subject: Subject) -> Iterator[Problem]:
    skill, limits = subject.skill, subject.limits
    lines = skill.text.instructions.count("\n") + 1
    yield from over(
        limits.agent_skills["instructions_lines"],
        lines,
        skill_md.FILE,
        "lines of instructions",
        _SPLIT,
        skill.text.instructions_line,
    )
    if subject.targets & {Target.OPENAI_SKILLS, Target.CHATGPT_SKILL}:
        yield from _archive(subject)
    if Target.CUSTOM_GPT in subject.targets:
        yield from _custom_gpt(subject)


def _archive(subject: Subject) -> Iterator[Problem]:
    files = agent_skill.render(subject.skill).files
    size = len(zip_of(files))
    if Target.CHATGPT_SKILL in subject.targets:
        limit = subject.limits.chatgpt_skill["archive_bytes"]
        yield from over(
            limit, size, ".", "bytes of archive for chatgpt-skill", "Leave out what is not needed."
        )
    if Target.OPENAI_SKILLS not in subject.targets:
        return
    limits = subject.limits.openai_skills
    yield from over(
        limits["archive_bytes"],
        size,
        ".",
        "bytes of archive for openai-skills",
        "Leave out what is not needed.",
    )
    yield from over(
        limits["files"], len(files), ".", "files for openai-skills", "Leave out what is not needed."
    )
    for path, content in subject.skill.files.items():
        if path != manifest.FILE:
            yield from over(
                limits["file_bytes"],
                len(content),
                path,
                "bytes for openai-skills",
                "Make it smaller, or split it.",
            )


def _custom_gpt(subject: Subject) -> Iterator[Problem]:
    skill, limits = subject.skill, subject.limits.custom_gpt
    length = len(instructions.render(skill))
    yield from over(
        limits["instructions_characters"],
        length,
        skill_md.FILE,
        "characters of instructions for custom-gpt (with what Watchgate adds)",
        "Move details into knowledge files.",
        skill.text.instructions_line,
    )
    knowledge = skill.manifest.knowledge
    yield from over(
        limits["knowledge_files"],
        len(knowledge),
        manifest.FILE,
        "knowledge files for custom-gpt",
        "Join some.",
    )
    names: dict[str, str] = {}
    for path in knowledge:
        yield from over(
            limits["knowledge_file_bytes"], len(skill.files[path]), path, "bytes for custom-gpt", "Split it."
        )
        name = path.rpartition("/")[2].casefold()
        if name in names:
            message = f"A Custom GPT's knowledge has no folders, and {names[name]} has the same name."
            yield Problem(Place(path), "knowledge", message, "Rename one of them.")
        names[name] = path
