"""Tables of files."""

from throughline.modules.documents.models.files import FileLink, StoredFile

__all__ = ["FileLink", "StoredFile"]
