"""Durable facts in a database: accounts, sealed vaults, rooms, links, seats, sign-ins and the audit log.

Never here: a client's name, words or address, nor anything a sealed message carries; nor a secret in clear.
"""
