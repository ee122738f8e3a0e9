"""Screens of returns: the list, the page of one, and taking goods back."""
