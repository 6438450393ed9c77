"""How does each source say it? One line for each event, written as text: a million through a JSON encoder would take a minute."""

from watchgate.simulator.skill_runs.run import CREDIT_MICROUSD
from watchgate.simulator.skill_runs.sightings.cast import Person, Skill

CSV_HEADER = (
    "Event ID,Time (UTC),User ID,User,Surface,Item type,Item ID,Item name,Version,Conversation ID,Run ID,Model,"
    "Duration (s),Result,Input tokens,Output tokens,Cost (USD)\n"
)


def message(  # noqa: PLR0913 - all that such an event says
    event_id: str,
    at: str,
    person: Person,
    *,
    principal: str,
    message_id: str,
    author: str,
    conversation: str,
    previous: str = "",
) -> str:
    before = f'"previous_message_id":"{previous}",' if previous else ""
    return (
        f'{{"event_id":"{event_id}","type":"CONVERSATION_MESSAGE","timestamp":"{at}",{before}"principal":{principal},'
        f'"actor":{person.actor},"message":{{"id":"{message_id}","created_at":"{at}","author":{author},'
        f'"content":{{"type":"text","value":"Case {message_id[:4]}"}}}},"conversation":{conversation}}}\n'
    )


def conversation(conversation_id: str, at: str, gpt: Skill | None) -> str:
    """A conversation as its messages describe it."""
    of_gpt = f',"gpt_id":"{gpt.target_id}","gpt_name":"{gpt.name}"' if gpt else ""
    return (
        f'{{"id":"{conversation_id}","title":"Case {conversation_id[:4]}","created_at":"{at}","is_pinned":false,'
        f'"is_temporary_chat":false{of_gpt}}}'
    )


def agent_event(  # noqa: PLR0913 - all that such an event says
    event_id: str,
    at: str,
    person: Person,
    *,
    principal: str,
    workspace_id: str,
    subtype: str,
    skill: Skill,
    run_id: str,
    more: str = "",
) -> str:
    return (
        f'{{"event_id":"{event_id}","type":"CUSTOM_AGENTS_LOG","timestamp":"{at}","principal":{principal},'
        f'"actor":{person.actor},"event_type":"{subtype}","client_id":"CHATGPT_WEB","workspace_id":"{workspace_id}",'
        f'"event_details":{{"detail_type":"{subtype}","agent_id":"{skill.agent_id}","version_id":"version-1",'
        f'"run_id":"{run_id}"{more}}}}}\n'
    )


def audit_item(  # noqa: PLR0913 - all that such an item says
    item_id: str,
    at_s: int,
    person: Person,
    *,
    kind: str,
    gpt: Skill,
    conversation_id: str,
    model: str,
    duration_ms: int,
) -> str:
    return (
        f'{{"id":"audit_log-{item_id}","type":"{kind}","effective_at":{at_s},"actor":{person.session},'
        f'"{kind}":{{"id":"{gpt.target_id}","data":{{"conversation_id":"{conversation_id}","model":"{model}",'
        f'"duration_ms":{duration_ms}}}}}}}\n'
    )


def exchange(  # noqa: PLR0913 - all that such an entry says
    seq: int,
    at: str,
    exchange_id: str,
    *,
    key: str,
    skill: Skill,
    digest: str,
    model: str,
    duration_ms: int,
    tokens: tuple[int, int],
    microusd: int,
    has_failed: bool,
) -> str:
    ending = '"status":502,"outcome":"failed"' if has_failed else '"status":200,"outcome":"complete"'
    return (
        f'{{"attempts":1,"bytes_out":1800,"charged":{{"is_estimated":false,"microusd":{microusd}}},'
        f'"duration_ms":{duration_ms},"endpoint":"responses","exchange":"{exchange_id}","key":"{key}","model":"{model}",'
        f'{ending},"seq":{seq},"skill":{{"digest":"{digest}","id":"{skill.skill_id}"}},"target":"openai","time":"{at}",'
        f'"type":"exchange.response","usage":{{"cached_input_tokens":0,"input_tokens":{tokens[0]},'
        f'"output_tokens":{tokens[1]},"reasoning_tokens":0}},"v":1,"verdict":"allow"}}\n'
    )


def export_row(  # noqa: PLR0913 - all columns of the export
    event_id: str,
    at: str,
    person: Person,
    *,
    skill: Skill,
    version: str,
    conversation_id: str,
    run_id: str,
    model: str,
    duration_ms: int,
    tokens: tuple[int, int],
    microusd: int,
    has_failed: bool,
) -> str:
    kind = "GPT" if skill.surface == "gpt" else "Skill"
    return (
        f"{event_id},{at},{person.user_id},{person.email},{skill.surface},{kind},{skill.target_id},{skill.name},{version},"
        f"{conversation_id},{run_id},{model},{duration_ms / 1000:.3f},{'error' if has_failed else 'success'},"
        f"{tokens[0]},{tokens[1]},{microusd / 1_000_000:.6f}\n"
    )


def cost_row(  # noqa: PLR0913 - all that such a row says
    event_id: str,
    day: str,
    hour: int,
    person: Person,
    *,
    organization_id: str,
    model: str,
    tokens: tuple[int, int],
    microusd: int,
) -> str:
    return (
        f'{{"event_id":"{event_id}","type":"COSTS","timestamp":"{day}T{hour:02d}:59:59Z",'
        f'"principal":{{"id":"{organization_id}","type":"API_PLATFORM_ORG"}},"actor":{{"type":"SYSTEM","id":"costs_compliance"}},'
        f'"payload":{{"day":"{day}","hour":{hour},"organization_id":"{organization_id}","identity":{person.identity},'
        f'"product":"chatgpt","surface":"chatgpt","client":"web","model":"{model}","service_tier":"default","reasoning":"medium",'
        f'"measures":{{"usage":{{"text_input_tokens":{tokens[0]},"text_cached_input_tokens":0,"text_output_tokens":{tokens[1]}}},'
        f'"billing":[{{"sku":"chat.completion.5.reasoning","quantity":{{"value":{tokens[0] + tokens[1]},"unit":"tokens"}},'
        f'"cost":{{"value":{microusd / CREDIT_MICROUSD:.6f},"unit":"CREDITS"}},'
        f'"estimated_cost_usd":{{"value":{microusd / 1_000_000:.6f},"unit":"USD"}}}}]}}}}}}\n'
    )
