"""Which ChatGPT Enterprise workspaces do we watch, and with which keys?"""
