"""What the job board is about, free of technology."""
