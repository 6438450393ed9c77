"""api.chatgpt.com, as far as compliance goes: log files, people, uploaded files and other objects of one workspace."""
