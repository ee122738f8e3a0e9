"""Changes of notes and attachments."""

from throughline.modules.documents.operations.attach_files import NewAttachment, attach_files
from throughline.modules.documents.operations.withdraw_notes import withdraw_notes
from throughline.modules.documents.operations.write_note import write_note

__all__ = ["NewAttachment", "attach_files", "withdraw_notes", "write_note"]
