"""How do we ask a ChatGPT Enterprise workspace? Log files, users, files and objects of the compliance API; and their removal."""

from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.compliance.model import LogFile, LogFilePage, UserPage, WorkspaceUser
from watchgate.openai.download import Download

__all__ = ["ComplianceClient", "Download", "LogFile", "LogFilePage", "UserPage", "WorkspaceUser"]
