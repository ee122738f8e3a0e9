"""How each kind of import becomes inputs of the operations that own the data, and how it is taken back."""

from throughline.modules.integrations.operations.loaders.base import Done, Loader, Options, Planned
from throughline.modules.integrations.operations.loaders.customers import CustomerLoader
from throughline.modules.integrations.operations.loaders.items import ItemLoader
from throughline.modules.integrations.operations.loaders.orders import OrderLoader
from throughline.modules.integrations.operations.loaders.packagings import PackagingLoader
from throughline.modules.integrations.operations.loaders.prices import PriceLoader
from throughline.modules.integrations.operations.loaders.receivables import ReceivableLoader
from throughline.modules.integrations.operations.loaders.stock import StockLoader

LOADERS: dict[str, Loader] = {
    loader.kind.name: loader
    for loader in (
        ItemLoader(),
        PackagingLoader(),
        CustomerLoader(),
        PriceLoader(),
        StockLoader(),
        OrderLoader(),
        ReceivableLoader(),
    )
}

__all__ = ["LOADERS", "Done", "Loader", "Options", "Planned"]
