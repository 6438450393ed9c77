"""To which place is a reason bound by its seal?"""


def context_of(skill_id: str, user_id: str) -> bytes:
    return f"skill exception\0{skill_id}\0{user_id}".encode()
