"""The chat of the Django Channels tutorial, as its documentation tells to write it."""
