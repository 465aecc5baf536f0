"""From a WebSocket to a room and back: codec, hub, socket.

Never here: a rule about who may do what (`core` decides), or the inside of a sealed message.
"""
