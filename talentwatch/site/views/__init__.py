"""The public pages, a module for each kind of record; each page has its context beside the record or the list itself."""
