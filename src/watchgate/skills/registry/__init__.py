"""Which versions of skills are there, who has agreed to them, and which one is in use?"""
