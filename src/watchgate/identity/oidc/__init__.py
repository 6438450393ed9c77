"""Who is it that another provider (OpenID Connect) sends us?"""
