"""What more than one operation of logistics does inside its transaction."""
