"""Who works in the simulated office, and what do they say?"""
