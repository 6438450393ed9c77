"""Which routes of the compliance API tell whether an object is there, and which objects a user has?"""

from watchgate.openai.compliance.routes import EXPORT_SCOPE, WORKSPACE
from watchgate.openai.routes import Kind, Method, Route


def _item(path: str) -> Route:
    return Route(f"{WORKSPACE}/{path}", Kind.ITEM, EXPORT_SCOPE)


def _list(path: str, method: Method = "GET") -> Route:
    return Route(f"{WORKSPACE}/{path}", Kind.LIST, EXPORT_SCOPE, method)


LIBRARY_FILE = _item("users/{user_id}/library_files/{library_file_id}")
GPT_FILE = _item("gpt_files/{file_id}")
PROJECT_FILE = _item("project_files/{file_id}")
GPT = _item("gpts/{gpt_id}")
PROJECT = _item("projects/{project_id}")
AGENT = _item("agents/{agent_id}")
CANVAS = _item("users/{user_id}/canvas/{textdoc_id}")
CODEX_TASK = _item("codex_tasks/{task_id}")
CODEX_ENVIRONMENT = _item("codex_environments/{environment_id}")

AGENTS = _list("agents")
SKILLS = _list("skills", "POST")
AGENT_SKILLS = _list("agent-skills", "POST")
MEMORIES = _list("users/{user_id}/memories")
CANVASES = _list("users/{user_id}/canvases")
RECORDINGS = _list("users/{user_id}/recordings")
AUTOMATIONS = _list("users/{user_id}/automations")
LIBRARY_FILES = _list("users/{user_id}/library_files")
