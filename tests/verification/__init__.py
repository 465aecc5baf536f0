"""Comparing a server with its release."""
