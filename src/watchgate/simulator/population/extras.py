"""What does somebody do who has installed Watchgate without what the simulated office needs?"""

from watchgate.kernel.errors import UserError

MISSING = UserError(
    "The simulated office needs Faker and the libraries that write its files: "
    "install them with `pip install 'watchgate[demo]'`."
)
