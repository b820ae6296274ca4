"""What the service layer asks of the outside: stores, clocks, ids."""
