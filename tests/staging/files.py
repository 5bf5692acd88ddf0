"""The files that are imported: orders and organizations, a row each."""

ORDER_COLUMNS = (
    "WEB ORDER ID,ORDERED ITEM,REQUESTED START DATE,PROVISIONING CONTACT EMAIL,END CUSTOMER NAME,"
    "PARTNER NAME,SERVICES,COUNTRY,TIME ZONE,LANGUAGE,REP EMAIL,CCW LINE STATUS"
)
DIRECTORY_COLUMNS = "ORG ID,NAME,KIND,COUNTRY,CREATED,ADMINS,USERS"


def order_file(*rows: str) -> bytes:
    """Return a file of orders, in the columns of ORDER_COLUMNS."""
    return "\n".join((ORDER_COLUMNS, *rows)).encode()


def directory_file(*rows: str) -> bytes:
    """Return a file of organizations, in the columns of DIRECTORY_COLUMNS."""
    return "\n".join((DIRECTORY_COLUMNS, *rows)).encode()
