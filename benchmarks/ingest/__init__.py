"""How fast do log files become catalogue and findings, and does that stay so as the catalogue grows?"""
