"""How do the logs tell of a run? A question and an answer in a conversation; of an agent, how the run began, what it used, how it ended."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.skill_runs.run import Run

Told = tuple[datetime, dict[str, Any]]
"""When it happened, and the event."""


def log_events(run: Run, *, workspace_id: str, hub_url: str | None) -> Iterator[Told]:
    """The events of *run*, in the order of their time. A run that failed leaves a question without an answer."""
    luck = random.Random(run.client_key)  # noqa: S311 - must be repeatable, guards nothing
    if run.used.kind == "agent":
        yield from _of_agent(run, luck, workspace_id)
        return
    question_id, answer_id = drawn_uuid(luck), drawn_uuid(luck)
    asked = {
        "id": question_id,
        "created_at": rfc3339(run.began_at),
        "author": {"type": "user", "client_type": "desktop_web"},
        "content": {"type": "text", "value": f"Please do case {run.number}."},
    }
    conversation = _conversation(run)
    event = _envelope(run, luck, "CONVERSATION_MESSAGE", workspace_id, run.began_at)
    yield run.began_at, event | {"message": asked, "conversation": conversation}
    if run.way == "fail":
        return
    answered = {
        "id": answer_id,
        "created_at": rfc3339(run.ended_at),
        "author": _assistant(run),
        "content": _answer(run, hub_url),
    }
    event = _envelope(run, luck, "CONVERSATION_MESSAGE", workspace_id, run.ended_at)
    more = {"previous_message_id": question_id, "message": answered, "conversation": conversation}
    yield run.ended_at, event | more


def _of_agent(run: Run, luck: random.Random, workspace_id: str) -> Iterator[Told]:
    invoker = {
        "type": "chatgpt",
        "initiator": {
            "kind": "account_user",
            "id": run.person.user_id.replace("user-", "account-user-"),
            "display_name": run.person.name,
            "auth_user_id": run.person.user_id,
        },
        "user_message_text": f"Please do case {run.number}.",
        "is_shared_invocation": False,
        "connector_id": None,
        "webhook_name": None,
        "schedule_id": None,
    }
    created = {"conversation_id": run.conversation_id, "invoker": invoker}
    yield _agent_event(run, luck, workspace_id, "AGENT_RUN_CREATED", run.began_at, created)
    step = (run.ended_at - run.began_at) / (len(run.used.skills) + 1)
    for place, (skill_id, name) in enumerate(run.used.skills.items(), start=1):
        skill = {"skill_id": skill_id, "skill_name": name, "skill_type": "uploaded_skill"}
        moment = run.began_at + step * place
        yield _agent_event(run, luck, workspace_id, "SKILL_USED", moment, skill)
    if run.way == "fail":
        why = {"failure_message": "failed: the model did not answer in time."}
        yield _agent_event(run, luck, workspace_id, "AGENT_RUN_FAILED", run.ended_at, why)
    else:
        yield _agent_event(run, luck, workspace_id, "AGENT_RUN_COMPLETED", run.ended_at, {})


def _agent_event(
    run: Run, luck: random.Random, workspace_id: str, subtype: str, moment: datetime, more: dict[str, Any]
) -> Told:
    told = {
        "detail_type": subtype,
        "agent_id": run.used.id,
        "version_id": run.used.version,
        "run_id": run.run_id,
    }
    body = _envelope(run, luck, "CUSTOM_AGENTS_LOG", workspace_id, moment) | {
        "event_type": subtype,
        "client_id": "CHATGPT_WEB",
        "workspace_id": workspace_id,
        "event_details": told | more,
    }
    return moment, body


def _envelope(
    run: Run, luck: random.Random, kind: str, workspace_id: str, moment: datetime
) -> dict[str, Any]:
    return {
        "event_id": drawn_uuid(luck),
        "type": kind,
        "timestamp": rfc3339(moment),
        "principal": {"id": workspace_id, "type": "CHATGPT_WORKSPACE"},
        "actor": {"type": "ACCOUNT_USER", "user_id": run.person.user_id, "user_email": run.person.email},
    }


def _conversation(run: Run) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": run.conversation_id,
        "title": f"Case {run.number}",
        "created_at": rfc3339(run.began_at - timedelta(milliseconds=300)),
        "is_pinned": False,
        "is_temporary_chat": False,
    }
    if run.used.kind == "gpt":
        described |= {"gpt_id": run.used.id, "gpt_name": run.used.name}
    return described


def _assistant(run: Run) -> dict[str, Any]:
    author: dict[str, Any] = {"type": "assistant", "model": run.model}
    if run.number % 3 == 0:
        author["tools_used"] = ["myfiles_browser"]
    if run.used.kind == "skill":
        author["skills_used"] = [run.used.id]
    return author


def _answer(run: Run, hub_url: str | None) -> dict[str, Any]:
    """The text, ending with the Hub's footer if it gave one; the Action that was called shows as an annotation."""
    bodies = (each.get("body") for each in run.answers)
    footers = [body["footer"] for body in bodies if isinstance(body, dict) and body.get("footer")]
    content: dict[str, Any] = {"type": "text", "value": "\n\n".join(["Here is the result.", *footers[:1]])}
    if run.calls_hub and hub_url:
        domain = urlsplit(hub_url).hostname
        content["annotations"] = [
            {"type": "custom_action", "action_domain": domain, "action_name": "emit_hub_record"}
        ]
    return content
