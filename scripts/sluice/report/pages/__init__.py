"""The pages that people look at: one over all dates, and one per date."""
