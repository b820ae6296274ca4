"""What the job board does: actions, queries and reactions."""
