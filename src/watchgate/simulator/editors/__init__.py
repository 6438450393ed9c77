"""What do people do in ChatGPT's editors, for which OpenAI has no interface? GPTs made of bundles, skills uploaded, both changed later."""
