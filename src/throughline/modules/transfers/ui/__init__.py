"""Screens of transfers: the list, the page of one, sending and taking in."""
