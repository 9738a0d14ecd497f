"""What a row of the timeline is: a publishable record or a child of one, versioned, and saved only inside an edit."""
