"""Which keys let clients into the gateway, for which team, and what may each spend?"""
