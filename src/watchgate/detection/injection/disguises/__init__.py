"""How can orders be written so that a filter does not read them, and a model does?"""
