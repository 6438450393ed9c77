"""What became of a skill where people use it? Is it there, is it still what was published, and what is there that nobody published?"""
