"""Who is signed in, since when, and from where?"""
