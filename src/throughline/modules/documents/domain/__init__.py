"""What documents think: which contents may be attached, and whom a note mentions."""
