"""How do we know that it is really gone? The workspace's own audit log says so, and a later look finds nothing.

What is kept with each object (`remediation_object.verification`, JSON; times as RFC 3339 in UTC):

    result      waiting         nothing has confirmed it yet, it is still being looked for
                verified        at least one of the three below confirms it, and none speaks against it
                not_verifiable  nothing has within the time that we look, or something speaks against it: see `reason`
    audit_log   null, or the entry in which OpenAI wrote down our call:
                {"event_id", "action" (DELETE_CONVERSATION, …), "occurred_at", "actor" (our key: sk-...wxyz)}
    re_read     null, or our latest look: {"presence": "gone" | "there" | "unknown", "at", "note"}; of an isolation
                {"presence", "at", "note", "about"}, about being what the look tells of its sharing
    own_copy    null, or, for what was redacted in our own copy only: {"at", "left": {what: how many}} (empty: nothing)
    reason      null, or why it is not verifiable; a sentence
    checked_at  the time of the latest check
    until       the time at which we stop looking

A `verified` object may get its second proof later (the audit log comes with a delay): `checked_at` and the proof change then,
`result` does not. Each time that something is added there is an entry `remediation.object_verified` in the ledger.
"""
