"""The REST door as an integrator meets it: over HTTP, with a token."""
