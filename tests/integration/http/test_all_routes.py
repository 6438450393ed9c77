"""The whole API: what the table of routes promises, what is committed as its description, and no input that breaks it."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from tools import openapi

from described import OPERATIONS
from integration.workspaces.openai_on_loopback import openai_on_loopback
from tokens import make_token
from watchgate.app import describe_api
from watchgate.http.routes import ROUTES
from watchgate.testing.processes import RunningProcess

CHECKS = [
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
SIGN_IN_ELSEWHERE = {
    ("GET", "/api/v1/signin"),
    ("GET", "/api/v1/signin/{provider}"),
    ("GET", "/api/v1/signin/{provider}/callback"),
}
METHODS = {"get", "post", "put", "patch", "delete"}


def described():
    paths = describe_api()["paths"]
    return {
        (method.upper(), path) for path, methods in paths.items() for method in methods if method in METHODS
    }


def test_every_route_is_in_the_table_and_every_line_of_the_table_is_a_route():
    assert described() | {("GET", "/api/v1/openapi.json")} == set(ROUTES)


def test_only_health_the_description_and_the_way_in_are_public():
    assert {route for route, asks in ROUTES.items() if asks is None} - SIGN_IN_ELSEWHERE == {
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/api/v1/openapi.json"),
        ("POST", "/api/v1/session"),
        ("GET", "/setup"),
        ("POST", "/api/v1/setup"),
        ("GET", "/invitation"),
        ("POST", "/api/v1/invitation"),
    }


def test_the_committed_description_is_the_applications():
    assert openapi.PATH.read_text(encoding="utf-8") == openapi.text(), "run: python -m tools.openapi"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from postgres import fresh_database

    url, drop = fresh_database()
    folder = tmp_path_factory.mktemp("data")
    with openai_on_loopback() as openai:
        environment = {
            "WATCHGATE_DATABASE_URL": url,
            "WATCHGATE_CHATGPT_BASE_URL": openai.base_url,
            "WATCHGATE_OPENAI_BASE_URL": openai.base_url,
        }
        arguments = ["watchgate", "server", "--json", "--listen", "127.0.0.1:0"]
        process = RunningProcess([*arguments, "--data-dir", str(folder)], environment=environment)
        with process:
            process.token = make_token(folder, url)
            yield process
    drop()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
@pytest.mark.parametrize("has_token", [True, False], ids=["with a token", "without"])
def test_no_input_breaks_a_route(server, operation, has_token):
    headers = {"Authorization": f"Bearer {server.token}"} if has_token else {}
    is_public = ROUTES[operation.method.upper(), operation.path] is None

    @settings(
        max_examples=15,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def ask(case):
        answer = case.call(base_url=server.ready["listening"], headers=headers)

        assert answer.status_code < 500
        if not has_token and not is_public:
            assert answer.status_code in {400, 401}
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    ask()
