"""`/v1/models`: which models may this key use?"""

from watchgate.simulator.endpoint import Call
from watchgate.simulator.model_host.catalogue import MODELS, Model, find_model
from watchgate.simulator.reply import JsonObject, JsonReply, Reply


def list_models(_: Call) -> Reply:
    return JsonReply({"object": "list", "data": [_as_json(model) for model in MODELS.values()]})


def retrieve_model(call: Call) -> Reply:
    return JsonReply(_as_json(find_model(call.path_params["model"])))


def _as_json(model: Model) -> JsonObject:
    return {"id": model.id, "object": "model", "created": model.created, "owned_by": model.owned_by}
