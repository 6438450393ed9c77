"""Which routes of the compliance API show GPTs and skills with what is in them?"""

from watchgate.openai.compliance.object_routes import GPT, SKILLS
from watchgate.openai.compliance.routes import EXPORT_SCOPE, GPTS, WORKSPACE
from watchgate.openai.routes import Kind, Route

__all__ = ["CONFIGS", "EXPORT", "GPT", "GPTS", "SHARED_USERS", "SKILLS"]

CONFIGS = Route(f"{WORKSPACE}/gpts/{{gpt_id}}/configs", Kind.LIST, EXPORT_SCOPE)
SHARED_USERS = Route(f"{WORKSPACE}/gpts/{{gpt_id}}/shared_users", Kind.LIST, EXPORT_SCOPE)
EXPORT = Route(f"{WORKSPACE}/skills/{{skill_id}}/export", Kind.ITEM, EXPORT_SCOPE)
