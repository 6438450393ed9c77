"""How does a skill get from its author to the people who use it, and what does it do there?"""
