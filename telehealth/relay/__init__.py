"""Media in, media out, in a process of its own: ICE-lite, DTLS-SRTP, forwarding.

Never here: a decoder, a recording, a rule about who may be in a session. Only `worker` and what it
starts import aiortc; `commands` and `client` are what the rest of the server sees.
"""
