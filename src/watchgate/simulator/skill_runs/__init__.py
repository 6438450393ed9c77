"""Who used which skill, what did it leave behind, and what is the truth of it? Runs made by order of a test or a demo."""
