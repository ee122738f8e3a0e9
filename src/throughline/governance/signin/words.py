"""Words for ways of signing in, for what came of an attempt, and for browsers."""

METHODS = {
    "password": "Password",
    "totp": "Password and code",
    "recovery": "Password and recovery code",
    "second": "Password and passkey",
    "passkey": "Passkey",
    "openid": "OpenID Connect",
    "openid_second": "OpenID Connect, two factors",
    "link": "One-time link",
    "other": "Session taken over",
}
OUTCOMES = {"done": "signed in", "wrong": "refused", "blocked": "refused, locked", "half": "first step passed"}

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """Name a browser for people: Firefox on Windows."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
