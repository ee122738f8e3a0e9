"""Tables of integrations."""

from throughline.modules.integrations.models.imports import ExternalId, Import, ImportMapping, ImportRow

__all__ = ["ExternalId", "Import", "ImportMapping", "ImportRow"]
