"""One module for each kind of page: from the view to Markdown with front matter, by path below build/docs."""
