"""What an operator types beside `serve` and `demo`: accounts, the audit log, backups.

Never here: a fact about a client, which the server does not have.
"""
