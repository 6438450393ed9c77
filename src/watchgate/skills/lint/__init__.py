"""Is a skill fit for its targets, and safe to hand out?"""
