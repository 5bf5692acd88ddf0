"""What a person reads on the terminal after an import."""

from bot.intake.directory import read_directory
from bot.intake.orders import read_orders
from bot.intake.plans import DirectoryCounts, ImportPlan
from bot.operations.import_report import directory_report, orders_report

HEADER = "WEB ORDER ID,ORDERED ITEM,REQUESTED START DATE,PROVISIONING CONTACT EMAIL,END CUSTOMER NAME,COLOUR"


def test_a_dry_run_names_new_orders_bad_rows_and_remarks() -> None:
    rows = [
        HEADER,
        "90417263,A-FLEX-3,2026-03-02,noor@northwind.example.com,Contoso Dental Group,red",
        "no id,A-WX,03/04/2026,noor@northwind.example.com,Fabrikam,blue",
        "90417310,A-WX,2026-03-16,noor@northwind.example.com,Fabrikam,blue,green",
    ]
    file = read_orders("\n".join(rows).encode(), "orders.csv")
    plan = ImportPlan(orders=file.orders, new=file.orders)
    doubt = "This can be 2026-04-03 or 2026-03-04. Write it as 2026-03-02."
    width = "This row has more cells than the header. A cell with a comma in it needs quotation marks."
    order_id = "Enter an order id of 1 to 40 letters and digits."
    assert orders_report(file, plan, dry_run=True) == [
        "orders.csv: 3 rows, 2 left out",
        "Dry run: nothing was saved.",
        "  1  new",
        "  0  changed",
        "  0  cancelled",
        "  0  unchanged",
        "",
        "New orders",
        "  90417263  A-FLEX-3  2026-03-02  Contoso Dental Group  noor@northwind.example.com",
        "",
        "Rows left out",
        f"  row  column                {'reason':{len(width)}}  found",
        f"  3    WEB ORDER ID          {order_id:{len(width)}}  “no id”",
        f"  3    REQUESTED START DATE  {doubt:{len(width)}}  “03/04/2026”",
        f"  4                          {width}  “green”",
        "",
        "Notes",
        "  Columns that are not known were left out: COLOUR.",
        "  These orders stay as they are until their rows are corrected: 90417310 (4).",
    ]


def test_below_a_long_list_the_counts_are_said_again() -> None:
    rows = [f"904172{n:02d},A-WX,2026-03-02,noor@northwind.example.com,Fabrikam," for n in range(50)]
    file = read_orders("\n".join([HEADER, *rows]).encode(), "orders.csv")
    report = orders_report(file, ImportPlan(orders=file.orders, new=file.orders))
    assert report[:2] == ["orders.csv: 50 rows", "  50  new"]
    assert report[-6:] == ["", *report[:5]]


def test_the_report_of_a_directory() -> None:
    file = read_directory(b"ORG ID,NAME,KIND\norg-1,Contoso,customer\norg-2,,partner\n", "directory.csv")
    assert directory_report(file, DirectoryCounts(saved=1, unchanged=0)) == [
        "directory.csv: 2 rows, 1 left out",
        "  1  new or changed",
        "  0  unchanged",
        "",
        "Rows left out",
        "  row  column  reason                        found",
        "  3    NAME    This cell must not be blank.",
    ]


def test_a_file_cannot_speak_to_the_terminal() -> None:
    content = f"{HEADER}\x1b[2J\n\x1b]0;x\x07,A-WX,\x1b[31m,noor,Fab\n".encode()
    file = read_orders(content, "\x1b[2J.csv")
    report = orders_report(file, ImportPlan())
    assert not any(letter in line for line in report for letter in "\x1b\x07")
