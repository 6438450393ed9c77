"""Are these files a skill? Everything wrong is reported at once, each with its file, line and remedy."""

from collections.abc import Iterator, Mapping

from watchgate.documents.problems import Place, Problem, Source
from watchgate.documents.yaml_tree import Tree, render
from watchgate.skills.package import manifest as skill_yaml
from watchgate.skills.package import paths, skill_md
from watchgate.skills.package.manifest import Manifest, Test
from watchgate.skills.package.skill import Skill, SkillError

_MAX_TEXT_BYTES = 1_000_000


def load_skill(files: Mapping[str, bytes], folder_name: str | None = None) -> Skill:
    """The skill that *files* are. With *folder_name* the skill has to have its name, as the specification asks.

    Raises SkillError with everything that is wrong.
    """
    problems = list(paths.problems_of(files))
    text, tree, manifest = None, None, None
    source, found = _source(files, skill_md.FILE, "`watchgate skills new` begins a skill.")
    problems += found
    if source:
        text, found = skill_md.read_skill_md(source)
        problems += found
    source, found = _source(
        files, skill_yaml.FILE, "`watchgate skills import` writes one for a folder without it."
    )
    problems += found
    if source:
        manifest, tree, found = skill_yaml.read_manifest(source)
        problems += found
    if manifest and tree:
        problems += _together(manifest, tree, files)
    if text and folder_name is not None and text.front.name != folder_name:
        message = f"The skill is called `{text.front.name}`, and its folder `{folder_name}`. They have to be the same."
        problems.append(Problem(Place(skill_md.FILE), "name", message, "Rename one of them."))
    if problems or text is None or manifest is None:
        raise SkillError(problems)
    return Skill(dict(files), text, manifest)


def _source(files: Mapping[str, bytes], name: str, remedy: str) -> tuple[Source | None, list[Problem]]:
    raw = files.get(name)
    if raw is None:
        return None, [Problem(Place(name), "", "The file is missing.", remedy)]
    if len(raw) > _MAX_TEXT_BYTES:
        return None, [
            Problem(Place(name), "", f"The file is larger than {_MAX_TEXT_BYTES:,} bytes.", "Shorten it.")
        ]
    try:
        return Source(name, raw.decode("utf-8")), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Problem(Place(name, line, 1), "", "This is not UTF-8.", "Save the file as UTF-8.")]


def _together(manifest: Manifest, tree: Tree, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What only the whole manifest, or it with the other files, shows."""
    for index, path in enumerate(manifest.knowledge):
        if path not in files:
            yield _at(
                tree,
                ("knowledge", index),
                f"There is no file `{path}` in the skill.",
                "Add it, or remove the line.",
            )
    yield from _repeated(tree, "tools", [tool.name for tool in manifest.tools])
    yield from _repeated(tree, "tests", [test.name for test in manifest.tests])
    yield from _repeated(tree, "archetypes", manifest.archetypes)
    for number, test in enumerate(manifest.tests):
        yield from _about_test(manifest, tree, number, test)


def _about_test(manifest: Manifest, tree: Tree, number: int, test: Test) -> Iterator[Problem]:
    tools = {tool.name for tool in manifest.tools}
    unknown: dict[tuple[str | int, ...], str] = {
        ("tests", number, "answers", name): name for name in test.answers if name not in tools
    }
    for index, expected in enumerate(test.expect):
        where = ("tests", number, "expect", index)
        if expected.calls is not None and expected.calls not in tools:
            unknown[*where, "calls"] = expected.calls
        if expected.record and manifest.output is None:
            yield _at(tree, (*where, "record"), "The skill has no output contract.", "Add `output`.")
    for path, name in unknown.items():
        yield _at(tree, path, f"The skill has no tool `{name}`.", "Name one of `tools`.")


def _repeated(tree: Tree, key: str, names: "tuple[str, ...] | list[str]") -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield _at(tree, (key, index), f"`{name}` stands twice in `{key}`.", "Remove one of them.")


def _at(tree: Tree, path: tuple[str | int, ...], message: str, remedy: str) -> Problem:
    return Problem(tree.place_of(path), render(path), message, remedy)
