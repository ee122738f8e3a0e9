"""Tables of files."""

from throughline.modules.documents.models.files import FileLink, StoredFile
from throughline.modules.documents.models.notes import Note

__all__ = ["FileLink", "Note", "StoredFile"]
