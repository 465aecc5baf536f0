"""A self-hosted room for therapy sessions: waiting room, identity verification, media relay, no recording."""
