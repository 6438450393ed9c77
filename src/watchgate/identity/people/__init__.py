"""Who are the people that may sign in?"""
