"""How does a skill look as a Custom GPT? A bundle that a person copies into the editor; Watchgate then looks whether it was."""
