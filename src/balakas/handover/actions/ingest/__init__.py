"""Taking in what phones send: opened, judged by `rules.arrivals`, written together, receipted after the commit."""
