"""A company to try: Calder Vane, a distributor of drives and bearings, with sixty days behind it.

Everything is done by the people of the company through the operations that the screens call, with a clock that is
set to the day of each deed; so nothing stands in it that could not have happened, and `verify` proves it.
"""

from throughline.web.demo.people import USERS
from throughline.web.demo.story import load

__all__ = ["USERS", "load"]
