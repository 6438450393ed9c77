"""Who is in which group of the workspace? `/v1/manage/workspaces/{workspace_id}/groups`, for reading (contracts §1.4.4)."""
