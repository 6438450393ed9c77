"""What does ChatGPT send to the Hub when a GPT's Action is called, and what does the Hub say?

The three `openai-…` headers are *reported* by people who have received them; OpenAI's documents do not confirm them.
"""

import asyncio
import json
from hashlib import sha256
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from watchgate.simulator.skill_runs.asked import RunsAsked
from watchgate.simulator.skill_runs.run import Run

_ACTION_SECONDS = 45
_MOST_BYTES = 100_000
"""An Action's answer has to be smaller."""
_opener = build_opener(ProxyHandler({}))
"""The Hub of a test or a demo is on this machine: no proxy leads to it."""
_AGENT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"


async def tell_hub(run: Run, asked: RunsAsked) -> None:
    """Call the Hub and keep what it says with *run*. An Action has 45 seconds; a Hub that cannot be reached is an answer, too."""
    assert asked.hub_url
    answer = await asyncio.to_thread(_call, asked.hub_url, _headers(run, asked), _record(run, asked))
    run.answers.append(answer)


def _record(run: Run, asked: RunsAsked) -> bytes:
    told = asked.skill | {
        "client_key": run.client_key,
        "type": asked.record_type,
        "body": asked.record,
    }
    return json.dumps(told).encode()


def _headers(run: Run, asked: RunsAsked) -> dict[str, str]:
    headers = {
        "content-type": "application/json",
        "accept": "application/json",
        "user-agent": _AGENT,
        "openai-conversation-id": run.conversation_id,
        "openai-ephemeral-user-id": _ephemeral(run),
    }
    if run.used.kind == "gpt":
        headers["openai-gpt-id"] = run.used.id
    if asked.hub_key is not None:
        headers["authorization"] = f"Bearer {asked.hub_key}"
    return headers


def _ephemeral(run: Run) -> str:
    """The same for one person and one GPT, and nothing from which to tell who it is."""
    return sha256(f"{run.used.id}:{run.person.user_id}".encode()).hexdigest()[:32]


def _call(url: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    request = Request(url, body, headers, method="POST")  # noqa: S310 - http or https: asked.py has looked
    try:
        with _opener.open(request, timeout=_ACTION_SECONDS) as answer:
            return {"status": answer.status, "body": _read(answer.read(_MOST_BYTES))}
    except HTTPError as refused:
        with refused:
            return {"status": refused.code, "body": _read(refused.read(_MOST_BYTES))}
    except (OSError, HTTPException) as error:
        return {"error": f"The Hub could not be reached: {error}."}


def _read(answer: bytes) -> object:
    """JSON if it is such, else text."""
    text = answer.decode(errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
