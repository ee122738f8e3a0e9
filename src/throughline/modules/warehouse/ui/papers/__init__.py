"""Papers of the floor: pick lists, labels of handling units as PDF and for label printers."""
