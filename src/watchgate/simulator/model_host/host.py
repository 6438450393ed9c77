"""Which routes does the model host answer, and what does it remember between two requests?"""

from functools import partial

from starlette.routing import Route

from watchgate.simulator.api_error import unknown_url
from watchgate.simulator.endpoint import Call, Endpoint, Handler
from watchgate.simulator.model_host.chat_completions import create_chat_completion
from watchgate.simulator.model_host.embeddings import create_embedding
from watchgate.simulator.model_host.models import list_models, retrieve_model
from watchgate.simulator.model_host.responses import (
    cancel_response,
    create_response,
    delete_response,
    list_input_items,
    retrieve_response,
)
from watchgate.simulator.model_host.responses_store import ResponseStore
from watchgate.simulator.model_host.scripts import Scripts
from watchgate.simulator.reply import Reply
from watchgate.simulator.simulation import Simulation


class ModelHost:
    """api.openai.com, as far as models go."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._scripts = Scripts()
        self._store = ResponseStore()

    def routes(self) -> list[Route]:
        scripts, store = self._scripts, self._store
        response = "/v1/responses/{response_id}"
        return [
            self._route("POST", "/v1/chat/completions", partial(create_chat_completion, scripts=scripts)),
            self._route("GET", "/v1/models", list_models),
            self._route("GET", "/v1/models/{model:path}", retrieve_model),
            self._route("POST", "/v1/embeddings", create_embedding),
            self._route("POST", "/v1/responses", partial(create_response, scripts=scripts, store=store)),
            self._route("GET", response, partial(retrieve_response, store=store)),
            self._route("DELETE", response, partial(delete_response, store=store)),
            self._route("POST", f"{response}/cancel", partial(cancel_response, store=store)),
            self._route("GET", f"{response}/input_items", partial(list_input_items, store=store)),
            Route("/{rest:path}", Endpoint(_unknown, self._simulation)),
        ]

    def script(self, rules: object) -> int:
        return self._scripts.replace(rules)

    def restart(self) -> None:
        self._scripts.restart()
        self._store.restart()

    def _route(self, method: str, path: str, handler: Handler) -> Route:
        return Route(path, Endpoint(handler, self._simulation), methods=[method])


def _unknown(call: Call) -> Reply:
    raise unknown_url(call.method, call.path)
