"""The pages that people read: server-rendered, without a line of JavaScript."""

from jobboard.adapters.incoming.pages.site import pages

__all__ = ["pages"]
