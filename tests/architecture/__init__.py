"""The rules of CONTRIBUTING.md as tests: what they do not hold is a wish."""
