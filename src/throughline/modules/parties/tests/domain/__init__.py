"""Tests of the thinking of parties, without a database."""
