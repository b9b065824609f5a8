"""Pictures of people: made small and clean by a process of its own, kept as files."""

from teams.photos.files import SIZES, Size
from teams.photos.making import BYTES_AT_MOST, Pictures, pictures_of

__all__ = ["BYTES_AT_MOST", "SIZES", "Pictures", "Size", "pictures_of"]
