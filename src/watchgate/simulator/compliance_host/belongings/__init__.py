"""What the compliance API shows of people's memories, canvases, recordings and the like; a module a kind."""
