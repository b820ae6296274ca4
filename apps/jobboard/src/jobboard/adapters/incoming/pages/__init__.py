"""The pages that people read: server-rendered, whole without JavaScript, smoother with it."""

from jobboard.adapters.incoming.pages.site import pages

__all__ = ["pages"]
