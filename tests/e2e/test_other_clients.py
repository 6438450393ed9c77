"""The openai npm package and langchain-openai, unmodified, through the gateway."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

EMAIL = "maria.andersson@example.com"
NODE = Path(__file__).parent / "node"


def run_node(gateway, scenario):
    node = shutil.which("node")
    done = subprocess.run(
        [node, "client.mjs", gateway.base_url, scenario],
        cwd=NODE,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("scenario", ["chat", "chatStream", "responses", "responsesStream"])
def test_the_npm_package_gets_the_address_back(gateway, simulator, scenario):
    said = run_node(gateway, scenario)

    assert EMAIL in said["text"]
    assert said.get("done", said["text"]) == said["text"]
    assert all(EMAIL not in request.body for request in simulator.requests())


def test_the_npm_package_embeds(gateway):
    assert run_node(gateway, "embeddings")["dimensions"] == 1536


def test_the_npm_package_understands_a_refusal(gateway):
    assert run_node(gateway, "blocked") == {
        "blocked": True,
        "status": 403,
        "code": "policy_violation",
        "name": "PermissionDeniedError",
    }


@pytest.mark.parametrize("uses_responses", [False, True])
def test_langchain_invokes_and_streams(gateway, simulator, uses_responses):
    model = ChatOpenAI(
        model="gpt-4o", base_url=gateway.base_url, api_key="unused", use_responses_api=uses_responses
    )
    question = f"Write to {EMAIL}, please."

    answer = model.invoke(question).text
    streamed = "".join(chunk.text for chunk in model.stream(question))

    assert EMAIL in answer
    assert EMAIL in streamed
    assert all(EMAIL not in request.body for request in simulator.requests())


def test_langchain_embeds(gateway, simulator):
    embeddings = OpenAIEmbeddings(
        model="text-embedding-3-small",
        base_url=gateway.base_url,
        api_key="unused",
        check_embedding_ctx_length=False,
    )

    vectors = embeddings.embed_documents([f"{EMAIL} wrote", "plain"])

    assert len(vectors) == 2
    assert all(EMAIL not in request.body for request in simulator.requests())
