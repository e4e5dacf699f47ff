"""Telling people who are looking.

`feed` runs once in each API process. It hears from the broker that a stream has moved, reads the stream's new entries
once, and writes the same bytes to every `socket` whose person reads that stream; `rights` says which streams those are.
What is lost on the way (an announcement, the broker, a socket) is found again by comparing heads: the trail is the
truth, and a client reads it after its cursor over HTTP (`api`, `queries`) in the shape of the frames (`entries`).
"""
