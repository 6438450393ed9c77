"""Every look that our client can take at an object or a list: method, path behind the workspace, the asking, a good answer."""

from integration.openai.conftest import WORKSPACE
from integration.openai.sent import (
    AGENT,
    AGENTS,
    AUTOMATIONS,
    CANVAS,
    CANVASES,
    CODEX_ENVIRONMENT,
    CODEX_TASK,
    GPT,
    LIBRARY_FILES,
    MEMORIES,
    PROJECT,
    RECORDINGS,
    SKILLS,
)

ID = "object-1"
FILES = {
    "user file": (
        "/users/{user_id}/files/{file_id}",
        lambda o: o.user_file(WORKSPACE, "user-1", ID, "conversation-1"),
    ),
    "library file": (
        "/users/{user_id}/library_files/{library_file_id}",
        lambda o: o.library_file(WORKSPACE, "user-1", ID),
    ),
    "gpt file": ("/gpt_files/{file_id}", lambda o: o.gpt_file(WORKSPACE, ID)),
    "project file": ("/project_files/{file_id}", lambda o: o.project_file(WORKSPACE, ID)),
}
"""What answers with a redirect."""
ITEMS = {
    "gpt": ("/gpts/{gpt_id}", lambda o: o.gpt(WORKSPACE, ID), GPT),
    "project": ("/projects/{project_id}", lambda o: o.project(WORKSPACE, ID), PROJECT),
    "agent": ("/agents/{agent_id}", lambda o: o.published_agent(WORKSPACE, ID), AGENT),
    "canvas": (
        "/users/{user_id}/canvas/{textdoc_id}",
        lambda o: o.canvas(WORKSPACE, "user-1", ID),
        CANVAS,
    ),
    "codex task": ("/codex_tasks/{task_id}", lambda o: o.codex_task(WORKSPACE, ID), CODEX_TASK),
    "codex environment": (
        "/codex_environments/{environment_id}",
        lambda o: o.codex_environment(WORKSPACE, ID),
        CODEX_ENVIRONMENT,
    ),
}
"""What answers with the object."""
LISTS = {
    "agents": ("/agents", lambda o, behind: o.list_agents(WORKSPACE, behind), AGENTS),
    "skills": ("/skills", lambda o, behind: o.list_skills(WORKSPACE, behind), SKILLS),
    "canvases": (
        "/users/{user_id}/canvases",
        lambda o, behind: o.list_canvases(WORKSPACE, "user-1", behind),
        CANVASES,
    ),
    "recordings": (
        "/users/{user_id}/recordings",
        lambda o, behind: o.list_recordings(WORKSPACE, "user-1", behind),
        RECORDINGS,
    ),
    "automations": (
        "/users/{user_id}/automations",
        lambda o, behind: o.list_automations(WORKSPACE, "user-1", behind),
        AUTOMATIONS,
    ),
    "library files": (
        "/users/{user_id}/library_files",
        lambda o, behind: o.list_library_files(WORKSPACE, "user-1", behind),
        LIBRARY_FILES,
    ),
}
"""What answers with a page, on which there are more."""
MEMORIES_PATH = "/users/{user_id}/memories"
LOOKS = {
    **{name: ("GET", path, look, None) for name, (path, look) in FILES.items()},
    **{name: ("GET", path, look, answer) for name, (path, look, answer) in ITEMS.items()},
    **{
        name: (
            "POST" if name == "skills" else "GET",
            path,
            lambda o, look=look: look(o, "behind-here"),
            answer,
        )
        for name, (path, look, answer) in LISTS.items()
    },
    "memories": ("GET", MEMORIES_PATH, lambda o: o.memories(WORKSPACE, "user-1"), MEMORIES),
}


class _OrItself(dict):
    def __missing__(self, name):
        return ID


def path_of(name):
    return f"/v1/compliance/workspaces/{WORKSPACE}" + LOOKS[name][1].format_map(_OrItself(user_id="user-1"))
