"""Coroners' reports to prevent future deaths: in, who had to answer, by when, and whether they did."""
