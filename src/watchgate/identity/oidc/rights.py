"""What may somebody do who is in these groups? Never more, anywhere, than one of the groups gives there.

Two groups that hold in the same workspaces add up. When one is for some workspaces and another for more of them, what
counts is what they give in every one of these: *admin of one workspace* and *viewer of all* is a viewer of all.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from watchgate.http.permissions import Permission
from watchgate.identity.oidc.model import Rights
from watchgate.identity.roles import Role


def rights_of(groups: Iterable[str], table: Mapping[str, Rights]) -> Rights | None:
    """The rights of who is in *groups*; None when none of them is in the *table*: then there is no access."""
    given = [table[group] for group in set(groups) if group in table]
    if not given:
        return None
    workspaces = _all_of(given)
    places: Collection[UUID | None] = [None] if workspaces is None else workspaces
    everywhere = frozenset.intersection(*(_in(place, given) for place in places))
    role = _largest_within(everywhere)
    return Rights(role, everywhere - role.permissions, workspaces)


def _all_of(given: Iterable[Rights]) -> frozenset[UUID] | None:
    united: frozenset[UUID] = frozenset()
    for one in given:
        if one.workspaces is None:
            return None
        united |= one.workspaces
    return united


def _in(place: UUID | None, given: Iterable[Rights]) -> frozenset[Permission]:
    """What the groups give in one workspace; or, for None, in any that is not named."""
    there = (
        one.permissions
        for one in given
        if one.workspaces is None or (place is not None and place in one.workspaces)
    )
    return frozenset[Permission]().union(*there)


def _largest_within(permissions: frozenset[Permission]) -> Role:
    fitting = [role for role in Role if role.permissions <= permissions]
    return max(fitting, key=lambda role: len(role.permissions))
