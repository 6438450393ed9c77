"""What remediation has of ACME: a request that waits, with a comment; a standing rule; a legal hold. Who is limited to GLOBEX sees none."""

from integration.catalog.workplace import ACME
from integration.remediation.other_side import Holds, OwnCopy, Upstream
from watchgate.findings.model import FindingFilter
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.remediation.holds.model import On, Subject
from watchgate.remediation.holds.room import holds_on
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.pace import Pace
from watchgate.remediation.proposal import Assets, Proposal
from watchgate.remediation.query_json import query_as_json
from watchgate.remediation.room import Sides, room_on
from watchgate.remediation.rules.model import RuleContent
from watchgate.remediation.rules.room import rules_on
from watchgate.settings import Settings

REASON = "Because of the walrus affair"
COMMENT = "Nobody may hear of the narwhal"
RULE = "the pelican rule"
CASE = "The case of the axolotl"


async def request(database, keyring, caller):
    """The id of a request of *caller* to delete ACME's conversation."""
    sides = Sides(Upstream(), OwnCopy(), Holds(), _nobody)
    remediation = room_on(database, keyring, Settings(data_dir=None), sides, pace=Pace()).remediation
    target = Target(Kind.CONVERSATION, "conv-acme", None, None)
    planned = await remediation.plan(caller, Proposal(ACME, Action.DELETE, Assets([target]), Content(REASON)))
    await remediation.request(caller, planned.id)
    await remediation.comment(caller, planned.id, Content(COMMENT))
    return planned.id


async def plant(database, keyring, caller):
    """parameter of a route → what it stands for in ACME."""
    settings = Settings(data_dir=None)
    content = RuleContent(
        query_as_json(FindingFilter(ACME, conversation_id="conv-acme")), Action.DELETE, Content(REASON)
    )
    rule = await rules_on(database, keyring, settings, utc_now).rules.create(
        caller, ACME, RULE, content, is_on=True
    )
    asked = await request(database, keyring, caller)
    hold = await holds_on(database, keyring).place(
        caller, ACME, Subject(On.CONVERSATION, Content("conv-kept")), Content(REASON), Content(CASE)
    )
    return {"request_id": asked, "rule_id": rule.id, "hold_id": hold.id}


async def _nobody(*_):
    return []
