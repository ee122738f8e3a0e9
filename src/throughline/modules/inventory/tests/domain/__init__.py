"""Tests of the rules of inventory, without a database."""
