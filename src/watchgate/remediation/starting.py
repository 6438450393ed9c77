"""How does a request that was approved begin to be carried out?"""

from collections.abc import Awaitable, Callable

from watchgate.http.permissions import Caller

Starts = Callable[[Caller, str], Awaitable[object]]
"""Begin to carry out the approved request with this id, on behalf of the caller."""
