"""What do all routes of the control plane share? Problem+json, paging, the caller's permission."""
