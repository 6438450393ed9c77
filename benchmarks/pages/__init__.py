"""How fast are the catalogue's and the findings' pages at millions of messages?"""
