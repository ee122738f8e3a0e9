"""Tests of parties."""
