"""Who may use the gateway, on whose account, and for how much?"""
