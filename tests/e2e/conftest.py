"""Real processes for the end-to-end tests: one simulator, and gateways with whatever pack a test asks for."""

from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from openai import OpenAI

from watchgate.testing.gateway import RunningGateway
from watchgate.testing.simulator import RunningSimulator

ISSUE_PACK = Path(__file__).parents[2] / "examples" / "policy-config.yaml"


@pytest.fixture(scope="module")
def simulator():
    with RunningSimulator() as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh_simulator(request):
    if "simulator" in request.fixturenames:
        request.getfixturevalue("simulator").reset()


@pytest.fixture(scope="module")
def start_gateway(simulator, tmp_path_factory):
    """start_gateway(pack) -> RunningGateway; *pack* is a path, or a dict of policies {name: config} in chain order."""
    with ExitStack() as stack:

        def start(pack=ISSUE_PACK, *options, upstream=None, environment=None, data_dir=None, **extra):
            folder = tmp_path_factory.mktemp("gateway")
            if not isinstance(pack, Path):
                pack = write_pack(folder / "pack.yaml", pack, **extra)
            gateway = RunningGateway(
                [pack],
                upstream=upstream or simulator.base_url,
                api_key=simulator.api_key,
                data_dir=data_dir or folder / "data",
                options=options,
                environment=environment,
            )
            return stack.enter_context(gateway)

        yield start


@pytest.fixture(scope="module")
def gateway(start_gateway):
    """The issue's own pack."""
    return start_gateway()


@pytest.fixture
def client(gateway):
    with OpenAI(base_url=gateway.base_url, api_key="unused", max_retries=0) as client:
        yield client


def write_pack(path, policies, **extra):
    pack = {
        "pack": {"name": "test", "version": "1.0.0", "enabled": True},
        "providers": {
            "targets": [
                {"id": "sim", "provider": "openai:chat:gpt-4o", "secret_key_ref": {"env": "OPENAI_API_KEY"}}
            ]
        },
        "policies": {
            "chain": list(policies),
            "policy": {name: config for name, config in policies.items() if config},
        },
        **extra,
    }
    path.write_text(yaml.safe_dump(pack, sort_keys=False))
    return path
