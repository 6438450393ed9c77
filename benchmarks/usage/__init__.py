"""How fast do a million lines of five sources become runs and sums, and how long does a question of them take?"""
