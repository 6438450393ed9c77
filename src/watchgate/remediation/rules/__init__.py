"""Which rules open remediation requests by themselves?"""
