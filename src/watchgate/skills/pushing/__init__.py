"""How does a published version get to `/v1/skills`, once and no more than once, and as the version that others get?"""
