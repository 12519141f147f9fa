"""The 43 territorial police forces of England and Wales, and a place for each on a tile map."""

from collections.abc import Mapping
from typing import Final

from domain.base import Value
from domain.vocabulary import Pfa


class Force(Value):
    """`region` is the engagement area; `tile` is (row, column) from the top left of the map."""

    code: Pfa
    name: str
    region: str
    bilingual: bool = False
    short: str = ""
    tile: tuple[int, int] | None = None


# code, name, short name, engagement area, row, column
_TABLE: Final = """
E23000001 | Metropolitan Police | Met | london | 7 | 5
E23000002 | Cumbria | Cumb | north-west | 1 | 3
E23000003 | Lancashire | Lancs | north-west | 2 | 3
E23000004 | Merseyside | Mersey | north-west | 3 | 2
E23000005 | Greater Manchester | GMP | north-west | 3 | 3
E23000006 | Cheshire | Ches | north-west | 4 | 2
E23000007 | Northumbria | Northum | north-east | 0 | 4
E23000008 | Durham | Durham | north-east | 1 | 4
E23000009 | North Yorkshire | N Yorks | north-east | 2 | 4
E23000010 | West Yorkshire | W Yorks | north-east | 3 | 4
E23000011 | South Yorkshire | S Yorks | north-east | 3 | 5
E23000012 | Humberside | Humber | north-east | 2 | 5
E23000013 | Cleveland | Clev | north-east | 1 | 5
E23000014 | West Midlands | W Mids | midlands | 5 | 3
E23000015 | Staffordshire | Staffs | midlands | 4 | 3
E23000016 | West Mercia | W Mercia | midlands | 5 | 2
E23000017 | Warwickshire | Warks | midlands | 6 | 3
E23000018 | Derbyshire | Derbys | midlands | 4 | 4
E23000019 | Nottinghamshire | Notts | midlands | 4 | 5
E23000020 | Lincolnshire | Lincs | midlands | 4 | 6
E23000021 | Leicestershire | Leics | midlands | 5 | 4
E23000022 | Northamptonshire | N'hants | midlands | 5 | 5
E23000023 | Cambridgeshire | Cambs | south-east | 5 | 6
E23000024 | Norfolk | Norfolk | south-east | 5 | 7
E23000025 | Suffolk | Suffolk | south-east | 6 | 7
E23000026 | Bedfordshire | Beds | south-east | 6 | 5
E23000027 | Hertfordshire | Herts | south-east | 6 | 6
E23000028 | Essex | Essex | south-east | 7 | 7
E23000029 | Thames Valley | Thames V | south-east | 6 | 4
E23000030 | Hampshire | Hants | south-east | 8 | 4
E23000031 | Surrey | Surrey | south-east | 7 | 4
E23000032 | Kent | Kent | south-east | 8 | 6
E23000033 | Sussex | Sussex | south-east | 8 | 5
E23000034 | London, City of | City | london | 7 | 6
E23000035 | Devon & Cornwall | D & C | south-west | 8 | 1
E23000036 | Avon and Somerset | A & S | south-west | 8 | 2
E23000037 | Gloucestershire | Glos | south-west | 7 | 2
E23000038 | Wiltshire | Wilts | south-west | 7 | 3
E23000039 | Dorset | Dorset | south-west | 8 | 3
W15000001 | North Wales | N Wales | wales | 4 | 1
W15000002 | Gwent | Gwent | wales | 6 | 2
W15000003 | South Wales | S Wales | wales | 6 | 1
W15000004 | Dyfed-Powys | Dyfed-P | wales | 5 | 1
"""


def _read(row: str) -> Force:
    code, name, short, region, down, across = (cell.strip() for cell in row.split("|"))
    return Force(
        code=code,
        name=name,
        region=region,
        bilingual=region == "wales",
        short=short,
        tile=(int(down), int(across)),
    )


FORCES: Final[Mapping[str, Force]] = {
    force.code: force for force in map(_read, _TABLE.strip().splitlines())
}
