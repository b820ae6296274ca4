"""How entities become rows and rows become entities: what all stores with tables share."""
