"""How do log files become catalogue and findings, without losing a line?"""
