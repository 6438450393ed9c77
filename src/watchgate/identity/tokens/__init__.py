"""Which API tokens are there, and what may each do?"""
