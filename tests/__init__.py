"""Checks of everything the product promises; the folders mirror the source."""
