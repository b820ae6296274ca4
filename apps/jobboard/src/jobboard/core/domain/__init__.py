"""The language of the job board: what exists, what may be asked for, what is true of it."""
