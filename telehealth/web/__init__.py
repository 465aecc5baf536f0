"""HTTP: the application, its middleware, its constant pages and its small JSON interface.

Never here: a session's rules, or anything that varies in a page other than by JSON.
"""
