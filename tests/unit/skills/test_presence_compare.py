"""What counts as a difference between what was published and what is there?"""

import json

import pytest

from unit.skills.sample import FILES, files
from watchgate.kernel.content import Content
from watchgate.openai.compliance.model_gpts import Gpt, GptConfig, GptFile, GptTool
from watchgate.skills.package.load import load_skill
from watchgate.skills.presence import compare_gpt, compare_skill, sharing
from watchgate.skills.presence.diffing import MOST_LINES, lines_change, text_change
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import actions
from watchgate.skills.targets.custom_gpt.bundle import fields
from watchgate.skills.targets.model import Tenant

ACME = Tenant("wg", "acme", "https://watchgate.acme.example")
SKILL = load_skill(FILES)


def installed(**other):
    """The GPT that a person has made of the bundle, faithfully; *other*: but for this."""
    wanted = fields(SKILL, ACME)
    documents = actions.documents(SKILL, ACME).values()
    tools = [GptTool("code_interpreter"), *(action(actions.as_yaml(one).decode()) for one in documents)]
    made = {
        "id": "gzm_cnf_1",
        "created_at": None,
        "name": Content(wanted["name"]),
        "description": Content(wanted["description"]),
        "instructions": Content(wanted["instructions"]),
        "starters": tuple(map(Content, wanted["conversation_starters"])),
        "files": tuple(GptFile(f"file-{name}", Content(name)) for name in wanted["knowledge"]),
        "tools": tuple(tools),
        "is_whole": True,
    }
    return GptConfig(**made | other)


def action(text, auth_type="service_http"):
    return GptTool("custom_action", None, Content(text), auth_type)


def told(config):
    return [(one.part, one.what) for one in compare_gpt.compare(SKILL, ACME, config)]


def hub_and_tools():
    first, second = actions.documents(SKILL, ACME).values()
    return first, second


def test_a_gpt_that_was_made_of_the_bundle_is_the_same():
    assert told(installed()) == []


def test_what_the_editor_does_to_blanks_and_line_ends_is_no_difference():
    as_saved = fields(SKILL, ACME)["instructions"].strip().replace("\n", "\r\n")

    assert (
        told(
            installed(instructions=Content(as_saved), description=Content(" " + SKILL.text.front.description))
        )
        == []
    )


def test_an_action_pasted_as_json_and_in_another_order_is_the_same():
    hub, tools = hub_and_tools()
    as_json = json.dumps(dict(reversed(hub.items())))

    assert (
        told(installed(tools=(GptTool("code_interpreter"), action(json.dumps(tools)), action(as_json)))) == []
    )


def test_a_tool_that_does_something_else_is_a_difference():
    hub, tools = hub_and_tools()
    changed = json.loads(json.dumps(tools))
    changed["servers"][0]["url"] = "https://elsewhere.example"

    assert told(
        installed(tools=(GptTool("code_interpreter"), action(json.dumps(hub)), action(json.dumps(changed))))
    ) == [
        ("actions", "an Action is missing"),
        ("actions", "an Action too many"),
    ]


@pytest.mark.parametrize("text", ["", "{", "- a\n- b", "a: &x [1]\nb: *x", "x" * 300_001, "[" * 50_000])
def test_an_action_that_cannot_be_read_is_a_difference_not_a_failure(text):
    hub, _ = hub_and_tools()
    domain = GptTool("custom_action", "api.acme.example", Content(text), "none")

    assert told(installed(tools=(GptTool("code_interpreter"), action(json.dumps(hub)), domain))) == [
        ("actions", "its document cannot be read")
    ]


def test_an_action_that_no_longer_signs_in_is_a_difference():
    hub, tools = hub_and_tools()
    tools = (GptTool("code_interpreter"), action(json.dumps(hub), "none"), action(json.dumps(tools), "none"))

    assert told(installed(tools=tools)) == [("actions", "it no longer signs in with the skill's key")]


def test_what_no_bundle_can_ask_for_is_no_difference_and_what_we_do_not_know_is():
    same = installed()

    assert told(installed(tools=(*same.tools, GptTool("memory")))) == []
    assert told(installed(tools=(*same.tools, GptTool("apps")))) == [("capabilities", "changed")]


def test_a_file_that_was_taken_away_by_the_admin_is_missing():
    (change,) = compare_gpt.compare(
        SKILL, ACME, installed(files=(GptFile("file-1", Content("(Removed by your admin)")),))
    )

    assert (change.part, change.added, change.removed) == ("knowledge", 1, 1)


def test_a_list_that_is_not_whole_is_not_taken_for_the_same():
    assert told(installed(is_whole=False)) == [
        ("knowledge", "OpenAI did not list all of its files and tools")
    ]


def test_a_skill_is_compared_by_its_bytes_without_what_stays_at_home():
    there = {path.partition("/")[2]: raw for path, raw in agent_skill.render(SKILL).files.items()}

    assert "skill.yaml" not in there
    assert compare_skill.compare(SKILL, there) == ()
    assert compare_skill.compare(load_skill(files(yaml=("1.2.0", "1.2.1"))), there) == ()
    (change,) = compare_skill.compare(SKILL, there | {"scripts/count.sh": b"\xff\x00"})
    assert change.what == "a file was changed, which is no short text"


def test_more_actions_than_any_bundle_has_are_not_all_read():
    same = installed()

    assert ("actions", "it has more than 20 Actions") in told(
        installed(tools=same.tools + (action("x: 1"),) * 500)
    )


def test_a_diff_has_an_end():
    assert len(text_change("instructions", "", "x" * 1_000_000).lines[-1]) < 3000
    change = text_change("instructions", "a\n" * 1500, "b\n" * 1500)

    assert (change.added, change.removed) == (1500, 1500)
    assert len(change.lines) == MOST_LINES + 1
    assert lines_change("files", [], ["x"] * 5000).lines == ()


def gpt(visibility="invite-only", recipients=()):
    given = None if recipients is None else frozenset(recipients)
    return Gpt("g-1", None, "user-owner", visibility, given, None)


@pytest.mark.parametrize(
    ("there", "entitled", "what"),
    [
        (gpt("workspace"), None, []),
        (gpt("gpt-store"), None, ["people outside the workspace can use it"]),
        (gpt("workspace"), {"a"}, ["the whole workspace can use it, not only those who are entitled"]),
        (gpt(recipients=["a"]), {"a", "user-owner"}, []),
        (
            gpt(recipients=["b"]),
            {"a"},
            ["people have it who are not entitled", "people who are entitled do not have it"],
        ),
        (gpt(recipients=None), {"a"}, ["OpenAI does not say who has it"]),
    ],
)
def test_sharing_is_measured_by_who_is_entitled(there, entitled, what):
    wanted = None if entitled is None else frozenset(entitled)

    assert [one.what for one in sharing.compare(there, wanted)] == what
