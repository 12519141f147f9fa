"""A read that asks for more than a view shows yet."""


class ViewBehind(Exception):
    """A view has not reached the position that was asked for."""
