"""Screens of billing: the workbench, invoices and credit notes, and the document that the customer gets."""
