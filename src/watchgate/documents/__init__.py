"""What does a file that somebody wrote say, on which line, and what is wrong with it?"""
