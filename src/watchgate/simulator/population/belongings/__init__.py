"""What do people have in ChatGPT beside conversations? Memories, canvases, recordings and the like, a module a kind."""
