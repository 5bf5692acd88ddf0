"""Rows of orders to read, and what is said of them."""

import csv
from io import StringIO

from bot.domain.orders import Order
from bot.intake.orders import OrdersFile, read_orders
from bot.language.texts import texts

CONTOSO = {
    "WEB ORDER ID": "90417263",
    "ORDERED ITEM": "A-FLEX-3",
    "REQUESTED START DATE": "2026-03-02",
    "PROVISIONING CONTACT EMAIL": "noor@northwind.example.com",
    "END CUSTOMER NAME": "Contoso Dental Group",
}
FABRIKAM = CONTOSO | {
    "WEB ORDER ID": "90417310",
    "ORDERED ITEM": "A-WX",
    "END CUSTOMER NAME": "Fabrikam Logistics",
}

Cells = dict[str, str]


def written(*rows: Cells) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(*rows: Cells) -> OrdersFile:
    return read_orders(written(*rows), "orders.csv")


def only(*rows: Cells) -> Order:
    file = read(*rows)
    assert not file.problems
    (order,) = file.orders
    return order


def complaints(file: OrdersFile) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.say(texts("en"))) for problem in file.problems]


def complaint(cells: Cells) -> str:
    """Say what is wrong with the one cell that makes a row of Contoso's order a bad one."""
    file = read(CONTOSO | cells, FABRIKAM)
    assert [order.number for order in file.orders] == ["90417310"]
    ((row, column, sentence),) = complaints(file)
    assert (row, column) == (2, next(iter(cells)))
    return sentence
