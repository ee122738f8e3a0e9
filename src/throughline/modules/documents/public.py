"""The door of documents."""

from throughline.modules.documents.acts.pictures import store_pictures
from throughline.modules.documents.acts.store import NewFile, store
from throughline.modules.documents.queries import FileContent, FileInfo, file, files_of

__all__ = ["FileContent", "FileInfo", "NewFile", "file", "files_of", "store", "store_pictures"]
