"""Papers of a shipment: its delivery note with the packing list, and the labels of its handling units."""
