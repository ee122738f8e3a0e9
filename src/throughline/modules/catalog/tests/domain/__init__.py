"""Tests of the thinking of catalog, without a database."""
