"""A job board of real postings, built with the public API of atomos."""
