"""Screens as people use them: signed in, by their addresses, against a real company."""
