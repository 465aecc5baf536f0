"""The rules of a session, as pure functions of messages.

Never here: asyncio, sockets, aiohttp, aiortc, clocks, randomness, logging. Time is a number passed in.
"""
