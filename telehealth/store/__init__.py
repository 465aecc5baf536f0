"""Durable facts: rooms, invitations, seats, sign-ins and the audit log, behind one interface.

Never here: a client's name, words or address, nor anything a sealed message carries.
"""
