"""Work on goods: releases, waves, tasks, handling units, receipts.

Owns releases, planned waves with the demands in them, tasks (pick, put back, count), handling units with their contents
and receipts with their lines. A wave is planned, released or cancelled; a task is ready until it is done, short or
cancelled. Announces `DemandsReleased`, `WavesPlanned`, `WavesReleased`, `WavesCancelled`, `GoodsPicked`,
`GoodsUnpacked`, `PutBackConfirmed` and `BinsCounted`. It turns demands into work, whatever made them, and keeps no
stock of its own.
"""
