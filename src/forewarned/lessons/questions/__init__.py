"""What is asked of lessons: each question gives one result object for every face."""
