"""Does the simulated administration API answer as OpenAI's OpenAPI document says? Where the shared folder is at hand."""

import time
from collections.abc import Iterator

import httpx
import pytest

from contract.openai_spec.test_simulator_answers import Document, document
from watchgate.testing.simulator import RunningSimulator

__all__ = ["document"]

DAY_S = 86_400
METERS = (
    "completions",
    "embeddings",
    "moderations",
    "images",
    "audio_speeches",
    "audio_transcriptions",
    "vector_stores",
    "code_interpreter_sessions",
    "file_search_calls",
    "web_search_calls",
)
QUESTIONS = [
    ("audit_logs?limit=100", "ListAuditLogsResponse"),
    ("users", "UserListResponse"),
    ("users/user-simAdminAda00000000001", "User"),
    ("projects?include_archived=true", "ProjectListResponse"),
    ("projects/proj_simGateway", "Project"),
    ("projects/proj_simGateway/users", "ProjectUserListResponse"),
    ("projects/proj_simGateway/api_keys", "ProjectApiKeyListResponse"),
    ("admin_api_keys", "ApiKeyList"),
    ("admin_api_keys/key_simAdmin", "AdminApiKey"),
    ("invites", "InviteListResponse"),
    ("invites/invite-simDee", "Invite"),
    ("costs?start_time={start}", "UsageResponse"),
    ("costs?start_time={start}&group_by[]=line_item&group_by[]=project_id", "UsageResponse"),
    *((f"usage/{meter}?start_time={{start}}&limit=2", "UsageResponse") for meter in METERS),
    ("usage/completions?start_time={start}&group_by[]=model&bucket_width=1h", "UsageResponse"),
]
REFUSALS = ["costs", "projects/nothing", "audit_logs?limit=0", "nothing"]


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


def ask(simulator: RunningSimulator, path: str, key: str = "admin") -> httpx.Response:
    url = f"{simulator.base_url}/organization/{path.format(start=int(time.time()) - 3 * DAY_S)}"
    return httpx.get(url, headers={"authorization": f"Bearer {simulator.keys[key]}"})


@pytest.mark.parametrize(("path", "schema"), QUESTIONS, ids=[path for path, _ in QUESTIONS])
def test_an_answer_fits_the_document(
    document: Document, simulator: RunningSimulator, path: str, schema: str
) -> None:
    answer = ask(simulator, path)
    assert answer.status_code == 200, answer.text
    assert document.complaints(schema, answer.json()) == []


@pytest.mark.parametrize("path", REFUSALS)
def test_a_refusal_fits_the_document(document: Document, simulator: RunningSimulator, path: str) -> None:
    answer = ask(simulator, path)
    assert answer.status_code >= 400
    assert document.complaints("ErrorResponse", answer.json()) == []


def test_a_key_that_may_not_is_told_so_as_documented(document: Document, simulator: RunningSimulator) -> None:
    answer = ask(simulator, "audit_logs", key="full")
    assert answer.status_code == 403
    assert document.complaints("ErrorResponse", answer.json()) == []
