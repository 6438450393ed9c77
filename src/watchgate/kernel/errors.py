"""What can go wrong in a way the person at the keyboard can mend?"""


class UserError(Exception):
    """One clear sentence: what happened, then what to do. The command line prints it and exits with 2."""
