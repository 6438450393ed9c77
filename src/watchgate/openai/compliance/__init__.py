"""How do we read a ChatGPT Enterprise workspace? Log files, users and uploaded files of the compliance API."""

from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.compliance.model import LogFile, LogFilePage, UserPage, WorkspaceUser
from watchgate.openai.download import Download

__all__ = ["ComplianceClient", "Download", "LogFile", "LogFilePage", "UserPage", "WorkspaceUser"]
