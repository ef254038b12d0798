"""Commands that make the files of `forewarned/lessons/trained` anew, from labelled sets, with fixed seeds."""
