"""Signing in: how a person proves to be who it is, on which terms, and what a person may change of that.

`policies` says what companies ask for and `standard` what that means for one person; `operations` are the changes a
person makes to the own credentials and an administrator to those of others; `webauthn`, `codes` and `openid` know the
protocols; `views` are the doors. Attempts, throttles and sessions are the platform's (`platform.signin`).
"""
