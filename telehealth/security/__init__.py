"""Tokens, keys on disk, response headers and rate limits.

Never here: a decision about a session; that is `core`.
"""
