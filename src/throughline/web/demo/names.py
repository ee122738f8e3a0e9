"""Names in the demo company: its customers, their towns, and what it trades."""

import re

NAMES = (
    "Brandt Fördertechnik GmbH", "Koppelman Staal BV", "Meulen Apparatenbouw BV", "Lacroix Hydraulique SARL",
    "Van Dorsten Scheepsbouw BV", "Fonderie Aubrac", "Haldane Pumps Ltd", "Norrby Maskin AB", "Brasserie Valmont SA",
    "Ateliers Rivoire SAS", "Otterburn Quarries plc", "Sorensen & Dahl A/S", "Thornbury Dairy Ltd",
    "Papeteries du Forez", "Hensel Werkzeugbau GmbH", "Maison Tessier Frères", "Sherwood Conveyors Ltd",
    "Kessler Antriebstechnik KG", "Bakkerij De Molen BV", "Rheintal Papier AG", "Castellan Packaging SpA",
    "Dunmore Textiles Ltd", "Eifel Kies GmbH", "Fjordkraft Service AS", "Groenewold Kassen BV", "Hartwell Brewing Co",
    "Imprimerie Lambert", "Jansen Transportbanden BV", "Kalkwerk Oberau GmbH", "Lindqvist Sågverk AB",
    "Moorland Feeds Ltd", "Nordhaven Shipyard", "Oakfield Sawmills Ltd", "Pieterse Betonbouw BV",
    "Quarry Hill Aggregates", "Rousseau Machines SARL", "Schotten Stahlbau GmbH", "Tilburg Glas BV",
    "Ulverston Mills Ltd", "Weber Landtechnik GmbH",
)  # fmt: skip

CITIES = (
    ("Duisburg", "47051", "DE"), ("Eindhoven", "5611", "NL"), ("Leeds", "LS1 4DY", "GB"), ("Lyon", "69003", "FR"),
    ("Rotterdam", "3011", "NL"), ("Aarhus", "8000", "DK"), ("Gent", "9000", "BE"), ("Bremen", "28195", "DE"),
    ("Malmö", "211 20", "SE"), ("Antwerpen", "2000", "BE"),
)  # fmt: skip

#: Family: code, name of an item with a place for its size, item codes,
#: lowest and highest cost per piece, pieces in a box (0: no box).
FAMILIES = (
    ("BEARINGS", "Deep groove ball bearing {}", tuple(f"62{n:02d}-2RS" for n in range(0, 20)), "1.10", "18.40", 10),
    ("UNITS", "Flanged bearing unit, size {}", tuple(f"UCF-{n}" for n in range(204, 219)), "9.80", "64.00", 4),
    ("BELTS", "Wedge belt SPA, {} mm", tuple(f"SPA-{n}" for n in range(1000, 2700, 100)), "4.20", "17.90", 5),
    ("CHAINS", "Roller chain {}B-1, 5 m", tuple(f"CH-{n:02d}B-1" for n in range(4, 18)), "8.50", "58.00", 2),
    ("MOTORS", "Geared motor, size {}, 56 rpm",
     tuple(f"GM-{n:03d}-56" for n in (12, 18, 25, 37, 55, 75, 110, 150, 220, 300, 400)),
     "148.00", "910.00", 0),
    ("COUPLINGS", "Jaw coupling, {} mm bore", tuple(f"COU-J{n}" for n in range(14, 44, 2)), "11.00", "62.00", 0),
    ("OILS", "Hydraulic oil ISO VG {}, 20 l",
     tuple(f"HYD-{n}-20" for n in (15, 22, 32, 46, 68, 100, 150)), "38.00", "66.00", 0),
    ("GREASE", "Bearing grease EP{}, 400 g", tuple(f"GR-EP{n}-400" for n in range(1, 8)), "3.10", "7.40", 12),
    ("SEALS", "Shaft seal {} mm", tuple(f"SC-{n}x{n + 17}" for n in range(20, 50, 2)), "0.80", "6.90", 20),
)  # fmt: skip


def size_in(code: str) -> str:
    """Give the size that stands in an item's code: GM-110-56 is a motor of size 110."""
    found = re.search(r"\d+", code)
    return found.group() if found else code
