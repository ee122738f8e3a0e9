"""Tests of the whole; tests of one module stand beside its code."""
