"""The trail: append-only streams, each with one audience, one order, one hash chain."""
