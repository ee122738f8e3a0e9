"""The work of the floor: release, pick, pack, put back, receive."""
