"""Tests of the screen kit that need no database."""
