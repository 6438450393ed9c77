"""Which routes of the compliance API delete or isolate something? Each has a budget of its own, and needs more than reading does."""

from watchgate.openai.compliance.routes import WORKSPACE
from watchgate.openai.routes import Kind, Method, Route

SCOPE = "the scope chatgpt.enterprise.compliance_export with delete (compliance API)"


def _route(path: str, method: Method = "DELETE") -> Route:
    return Route(f"{WORKSPACE}/{path}", Kind.ITEM, SCOPE, method)


CONVERSATION = _route("users/{user_id}/conversations/{conversation_id}")
USER_FILE = _route("users/{user_id}/files/{file_id}")
LIBRARY_FILE = _route("users/{user_id}/library_files/{library_file_id}")
MEMORY = _route("users/{user_id}/memory_contexts/{memory_context_id}/memories/{memory_id}")
CANVAS = _route("users/{user_id}/canvas/{textdoc_id}")
RECORDING = _route("users/{user_id}/recordings/{recording_id}")
AUTOMATION = _route("users/{user_id}/automations/{automation_id}")
GPT = _route("gpts/{gpt_id}")
GPT_FILE = _route("gpts/{gpt_id}/files/{file_id}")
GPT_SHARING = _route("gpts/{gpt_id}/shared_users")
PROJECT = _route("projects/{project_id}")
PROJECT_FILE = _route("projects/{project_id}/files/{file_id}")
PROJECT_SHARING = _route("projects/{project_id}/shared_users")
SKILL = _route("skills/{skill_id}")
AGENT = _route("agents/{agent_id}")
AGENT_PUBLICATION = _route("agents/{agent_id}/unpublish", "POST")
CODEX_TASK = _route("codex_tasks/{task_id}")
CODEX_ENVIRONMENT = _route("codex_environments/{environment_id}")
