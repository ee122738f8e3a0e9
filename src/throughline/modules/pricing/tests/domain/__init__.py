"""Tests of the thinking of pricing, without a database."""
