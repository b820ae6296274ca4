"""Files of listings, as other boards publish them."""

from jobboard.adapters.outgoing.listing_files.files import PublishedListingFiles

__all__ = ["PublishedListingFiles"]
