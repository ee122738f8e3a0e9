"""The door of documents."""

from throughline.modules.documents.acts.pictures import check_picture, store_pictures
from throughline.modules.documents.acts.store import NewFile, store
from throughline.modules.documents.operations import NewAttachment, attach_files, withdraw_notes, write_note
from throughline.modules.documents.queries import FileContent, FileInfo, file, files_of
from throughline.modules.documents.queries.notes import attachments_on, is_attached, notes_on

__all__ = [
    "FileContent",
    "FileInfo",
    "NewAttachment",
    "NewFile",
    "attach_files",
    "attachments_on",
    "check_picture",
    "file",
    "files_of",
    "is_attached",
    "notes_on",
    "store",
    "store_pictures",
    "withdraw_notes",
    "write_note",
]
