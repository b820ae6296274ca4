"""The service layer: the bus, the unit of work and the delivery of events."""
