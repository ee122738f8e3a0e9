"""Work on goods: releases, tasks, picks, handling units, receipts.

Owns releases, tasks, handling units with their contents, receipts. It turns demands into work, whatever made them.
"""
