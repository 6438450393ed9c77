"""How are owners told that something of theirs will be removed?"""
