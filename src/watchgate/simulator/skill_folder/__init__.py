"""Which files make a skill, for OpenAI? A folder with one SKILL.md, sent in pieces or as a ZIP archive."""
