"""What every part of the renderer raises at the first thing that is outside its grammar."""


class UnusualError(Exception):
    """The page has to go through the site engine."""
