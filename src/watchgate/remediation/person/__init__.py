"""How is everything of one person found and erased, and what proves it?"""
