"""Composition root: settings, addresses, navigation and the WSGI application."""
