"""What happens next: who reacts to which event, and with which operation. No SQL, no arithmetic."""
