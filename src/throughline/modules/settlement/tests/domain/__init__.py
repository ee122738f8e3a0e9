"""Tests of the thinking of settlement, without a database."""
