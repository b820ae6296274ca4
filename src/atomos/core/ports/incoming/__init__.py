"""What a renderer calls, and the contract that it renders."""
