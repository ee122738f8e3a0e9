"""Changes of shipments: dispatch, proof, failure, second tries, goods brought back."""
