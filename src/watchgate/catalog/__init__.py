"""What exists in the workspaces, and how does it relate? Conversations, messages, files, people."""
