"""Charts and rules over counts and series. The statistics here are pure: values in, values out."""
