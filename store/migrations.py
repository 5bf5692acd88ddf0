"""The schema, as the migrations that led to it. New ones are added at the end; those that have run never change.

Each runs in one transaction with the note that it ran, so it happens completely or not at all.
"""

from sqlite3 import complete_statement

from sqlite_utils import Database, Migrations

from bot.language.addresses import normal_email
from store.history.audit_chain import content_of, new_salt, seal_of

migrations = Migrations("setup-now")


def run(db: Database, script: str) -> None:
    """Run statements, each of which ends at the end of a line, in the transaction there is.

    SQLite's own way would commit first, and that of sqlite_utils looks for the end of a statement after each letter.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if complete_statement(statement):
            db.execute(statement)
            statement = ""
    if statement.strip():
        db.execute(statement)


@migrations()
def m001_everything(db: Database) -> None:
    """Make the tables of the first version."""
    for part in (POST_OFFICE, PEOPLE_AND_ORDERS, ORGANIZATIONS, REPS, RECORDS):
        run(db, part)


@migrations()
def m002_reminders_and_mail(db: Database) -> None:
    """Store the event of a reminder, the time zone of a person, letters to people off Webex, and claim codes."""
    run(db, REMINDERS_AND_MAIL)


@migrations()
def m003_files(db: Database) -> None:
    """Store the file of a message: its name and its text."""
    run(db, FILES)


@migrations()
def m004_revisions(db: Database) -> None:
    """Store the latest revision of an order from another system."""
    run(db, REVISIONS)


@migrations()
def m005_spaces_and_policy(db: Database) -> None:
    """Store several rep spaces with their routes, and of an escalation its space and its policy."""
    run(db, SPACES_AND_POLICY)


@migrations()
def m006_late_reminders(db: Database) -> None:
    """Store when a reminder was due first that is late and waits for the morning."""
    run(db, LATE_REMINDERS)


@migrations()
def m007_flags(db: Database) -> None:
    """Store the lines of an order that its person says are wrong."""
    run(db, FLAGS)


@migrations()
def m008_replies_first(db: Database) -> None:
    """Send replies first within a chat, too; index what somebody got today."""
    run(db, REPLIES_FIRST)


@migrations()
def m009_pending_imports(db: Database) -> None:
    """Store an imported file until an admin has agreed to its changes."""
    run(db, PENDING_IMPORTS)


@migrations()
def m010_people_first(db: Database) -> None:
    """Handle what people say before what the clock says."""
    run(db, PEOPLE_FIRST)


@migrations()
def m011_operations(db: Database) -> None:
    """Rename the column `deed` of the outbox to `operation`."""
    # SQLite renames the column in indexes and views as well.
    db.execute("ALTER TABLE outbox RENAME COLUMN deed TO operation")


@migrations()
def m012_outages(db: Database) -> None:
    """Store the outage after which messages are being fetched, and the rooms that have been read."""
    run(db, OUTAGES)


@migrations()
def m013_fruitless_tries(db: Database) -> None:
    """Store of an outbox entry how often its answer was lost, and how often and since when it failed."""
    run(db, FRUITLESS_TRIES)


@migrations()
def m014_moves(db: Database) -> None:
    """Store the present form of addresses and room ids that have changed."""
    run(db, MOVES)


@migrations()
def m015_one_spelling(db: Database) -> None:
    """Rewrite addresses and order numbers in the form in which they are compared; index organizations by domain."""
    db.register_function(normal_email)
    for table in db.tables:
        for column in table.columns:
            if column.name in EMAILS:
                _respell(db, table.name, column.name, "normal_email")
            elif column.name == "order_number" or (table.name, column.name) == ("orders", "number"):
                _respell(db, table.name, column.name, "upper")
    run(db, BY_DOMAIN)


@migrations()
def m016_partner_events(db: Database) -> None:
    """Store the events to the partner's own system that provisions, and its answers."""
    run(db, PARTNER_EVENTS)


@migrations()
def m017_correspondence(db: Database) -> None:
    """Store what people and representatives write to one another through the bot, so that answers find their way."""
    run(db, CORRESPONDENCE)


@migrations()
def m018_lookups(db: Database) -> None:
    """Store the look-ups at Webex Admin and Cisco Commerce: when, and with what result."""
    run(db, LOOKUPS)


@migrations()
def m019_live_cards_by_one_spelling(db: Database) -> None:
    """Find the live cards of orders whose ids were written otherwise before by the ids as they are now."""
    db.register_function(key_by_one_spelling)
    db.execute("UPDATE OR IGNORE live_cards SET key = key_by_one_spelling(key) WHERE key <> key_by_one_spelling(key)")


def key_by_one_spelling(key: str) -> str:
    """Return the key of a live card with its order id in capitals, as in wizard:WEB90431:ann@example.com."""
    kind, _colon, rest = key.partition(":")
    number, colon, person = rest.partition(":")
    return f"{kind}:{number.upper()}{colon}{person}" if kind in {"wizard", "escalation"} else key


@migrations()
def m020_pauses(db: Database) -> None:
    """Store that an admin has paused the bot, and whose events are handled all the same."""
    run(db, PAUSES)


@migrations()
def m021_large_files(db: Database) -> None:
    """Index the few orders that are still open, and what a report counts, so that neither reads what is long over."""
    run(db, LARGE_FILES)


@migrations()
def m022_found_by_index(db: Database) -> None:
    """Index who handed an order on, which is asked in every turn, and what else was found by reading whole tables."""
    run(db, FOUND_BY_INDEX)


@migrations()
def m023_sealed_audit(db: Database) -> None:
    """Seal each line of the audit log together with the one before."""
    run(db, SEALED_AUDIT)
    before = ""
    for row in list(db.query("SELECT * FROM audit ORDER BY id")):
        row["salt"] = new_salt()
        row["content"] = content_of(row)
        before = row["seal"] = seal_of(row, before)
        db.execute("UPDATE audit SET salt = :salt, content = :content, seal = :seal WHERE id = :id", row)


@migrations()
def m024_when_it_happened(db: Database) -> None:
    """Store of an event when it happened by the clock of Webex."""
    db.execute("ALTER TABLE inbox ADD COLUMN happened_at TEXT")


@migrations()
def m025_strangers_last(db: Database) -> None:
    """Handle what strangers say, or what somebody may have made up, after all else."""
    run(db, STRANGERS_LAST)


@migrations()
def m026_what_is_over(db: Database) -> None:
    """Index the few things that are asked for among very many that are over."""
    run(db, WHAT_IS_OVER)


@migrations()
def m027_traces(db: Database) -> None:
    """Store of which trace an event or a message is part, so that the trace goes on after a restart."""
    for table in ("inbox", "outbox"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN trace TEXT NOT NULL DEFAULT ''")


@migrations()
def m028_only_strangers_last(db: Database) -> None:
    """Handle what is doubted in its turn: it may be of somebody known, in whose name others lie."""
    db.executescript(ONLY_STRANGERS_LAST)


@migrations()
def m029_what_belongs_to_an_order(db: Database) -> None:
    """Index what goes with an order, since in a file of years there is very much of it. Its live cards had stayed."""
    for table in ("outbox", "escalations", "claim_codes", "flags"):
        db.execute(f"CREATE INDEX {table}_order ON {table} (order_number) WHERE order_number <> ''")
    db.execute("DELETE FROM live_cards WHERE outbox_id NOT IN (SELECT id FROM outbox)")


@migrations()
def m030_languages_of_spaces(db: Database) -> None:
    """Store the language that was chosen for a space."""
    db.execute("ALTER TABLE spaces ADD COLUMN language TEXT NOT NULL DEFAULT ''")


def _respell(db: Database, table: str, column: str, how: str) -> None:
    """Rewrite the values of a column. A row whose new key exists already stays as it is."""
    db.execute(f"UPDATE OR IGNORE {table} SET {column} = {how}({column}) WHERE {column} <> {how}({column})")  # noqa: S608


# A line moves when nothing that came before is open in it. One that was revived stands before others that may be
# in hand already, so a lease anywhere in the line holds it too. An edit or a delete also waits for the post it is
# about, should that go out in another line.
#
# An event in hand at a crash may have caused it, and so may each of its neighbours. From the second crash on such
# suspects are handled one at a time, so that the guilty one goes down alone and no neighbour is given up with it.
POST_OFFICE = """
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    resource TEXT NOT NULL,
    event TEXT NOT NULL,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    data TEXT NOT NULL,
    arrived_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'leased', 'done', 'dead')),
    leased_by TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    postponed INTEGER NOT NULL DEFAULT 0,
    too_early INTEGER NOT NULL DEFAULT 0,
    cause TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    finished_at TEXT
) STRICT;
CREATE INDEX inbox_waiting ON inbox (seq) WHERE status = 'waiting';
CREATE INDEX inbox_open ON inbox (line, seq) WHERE status IN ('waiting', 'leased');
CREATE INDEX inbox_leased ON inbox (line) WHERE status = 'leased';
CREATE INDEX inbox_done ON inbox (finished_at) WHERE status = 'done';
CREATE VIEW inbox_heads AS
    SELECT seq, due_at FROM inbox
    WHERE status = 'waiting'
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.line = inbox.line AND earlier.seq < inbox.seq AND earlier.status IN ('waiting', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS in_hand WHERE in_hand.line = inbox.line AND in_hand.status = 'leased'
    )
    AND (attempts < postponed + 2 OR NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.status = 'leased' AND suspect.attempts > suspect.postponed + 2
    ));

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    line TEXT NOT NULL,
    email TEXT NOT NULL,
    room_id TEXT NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('post', 'edit', 'delete')),
    text TEXT NOT NULL,
    card TEXT,
    lane INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    about INTEGER,
    parent_id TEXT NOT NULL,
    order_number TEXT NOT NULL,
    awaited INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'leased', 'sent', 'dead', 'withdrawn')),
    leased_by TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    uncertain INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL DEFAULT '',
    posted_room_id TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL DEFAULT '',
    finished_at TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (lane, id) WHERE status = 'due';
CREATE INDEX outbox_open ON outbox (line, id) WHERE status IN ('due', 'leased');
CREATE INDEX outbox_leased ON outbox (line) WHERE status = 'leased';
CREATE INDEX outbox_about ON outbox (about) WHERE about IS NOT NULL;
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id <> '';
CREATE INDEX outbox_closed ON outbox (finished_at) WHERE status IN ('sent', 'withdrawn');
CREATE VIEW outbox_heads AS
    SELECT id, lane, due_at FROM outbox
    WHERE status = 'due'
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.line = outbox.line AND earlier.id < outbox.id AND earlier.status IN ('due', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS in_hand WHERE in_hand.line = outbox.line AND in_hand.status = 'leased'
    )
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS post WHERE post.id = outbox.about AND post.status IN ('due', 'leased')
    );

CREATE TABLE processes (
    owner TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,
    beat_at TEXT NOT NULL,
    beats INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE live_cards (
    key TEXT PRIMARY KEY,
    outbox_id INTEGER NOT NULL
) STRICT;
"""

PEOPLE_AND_ORDERS = """
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    is_bot INTEGER NOT NULL,
    language TEXT,
    room_id TEXT,
    wants_reminders INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_email ON people (email) WHERE email <> '';

CREATE TABLE orders (
    number TEXT PRIMARY KEY,
    offer TEXT NOT NULL,
    start_date TEXT NOT NULL,
    contact TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    lines TEXT NOT NULL,
    services TEXT NOT NULL,
    partner_name TEXT NOT NULL,
    subscription TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    rep TEXT NOT NULL,
    state TEXT NOT NULL,
    holder TEXT NOT NULL,
    nominee TEXT NOT NULL,
    with_customer INTEGER NOT NULL,
    handed_by TEXT NOT NULL DEFAULT '',
    invited_at TEXT,
    begun_at TEXT,
    mapped_at TEXT,
    provisioned_at TEXT,
    search_text TEXT NOT NULL
) STRICT;
CREATE INDEX orders_holder ON orders (holder);
CREATE INDEX orders_nominee ON orders (nominee);
CREATE INDEX orders_contact ON orders (contact);
CREATE INDEX orders_rep ON orders (rep);
CREATE INDEX orders_state ON orders (state);
CREATE INDEX orders_start_date ON orders (start_date, number);

CREATE TABLE progress (
    order_number TEXT NOT NULL,
    person TEXT NOT NULL,
    answers TEXT NOT NULL,
    sealed TEXT NOT NULL,
    cursor TEXT NOT NULL,
    changing INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (order_number, person)
) STRICT;

CREATE TABLE reminders (
    order_number TEXT NOT NULL,
    rule TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    due_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'fired', 'withdrawn')),
    fired_at TEXT,
    snoozed_until TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (order_number, rule, occurrence)
) STRICT;
CREATE INDEX reminders_due ON reminders (due_at) WHERE status = 'scheduled';
"""

ORGANIZATIONS = """
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    created TEXT,
    match_key TEXT NOT NULL
) STRICT;
CREATE INDEX organizations_match_key ON organizations (match_key);

CREATE TABLE organization_people (
    org_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    is_admin INTEGER NOT NULL,
    is_user INTEGER NOT NULL,
    PRIMARY KEY (org_id, email)
) STRICT;
CREATE INDEX organization_people_email ON organization_people (email);
CREATE VIEW directory AS
    SELECT organizations.*,
        (SELECT json_group_array(email) FROM organization_people WHERE org_id = id AND is_admin) AS admins,
        (SELECT json_group_array(email) FROM organization_people WHERE org_id = id AND is_user) AS users
    FROM organizations;

CREATE TABLE reserved_names (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    order_number TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT;
CREATE UNIQUE INDEX reserved_names_order ON reserved_names (order_number, kind);

CREATE TABLE mappings (
    order_number TEXT PRIMARY KEY,
    partner_org TEXT NOT NULL,
    customer_org TEXT NOT NULL,
    mapped_at TEXT NOT NULL
) STRICT;

CREATE TABLE provisionings (
    order_number TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    provisioned_at TEXT NOT NULL
) STRICT;

CREATE TABLE password_links (
    token_hash TEXT PRIMARY KEY,
    order_number TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX password_links_order ON password_links (order_number);

CREATE TABLE credentials (
    org_id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    set_at TEXT NOT NULL
) STRICT;
"""

REPS = """
CREATE TABLE escalations (
    id INTEGER PRIMARY KEY,
    order_number TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    owner_name TEXT NOT NULL,
    snoozed_until TEXT,
    resolved_at TEXT,
    resolution TEXT NOT NULL,
    claimed_at TEXT
) STRICT;
CREATE UNIQUE INDEX escalations_open ON escalations (order_number) WHERE resolved_at IS NULL;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    order_number TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX notes_order ON notes (order_number);

CREATE TABLE space_members (
    room_id TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (room_id, email)
) STRICT;
"""

RECORDS = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    order_number TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_order ON audit (order_number) WHERE order_number <> '';

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"""

REMINDERS_AND_MAIL = """
ALTER TABLE reminders ADD COLUMN envelope TEXT NOT NULL DEFAULT '';
CREATE INDEX reminders_fired ON reminders (fired_at) WHERE status = 'fired';
ALTER TABLE people ADD COLUMN zone TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_actor ON audit (actor, at);

CREATE TABLE mails (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    order_number TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'leased', 'sent', 'dead')),
    leased_by TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    cause TEXT NOT NULL DEFAULT '',
    finished_at TEXT
) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE status = 'due';
CREATE INDEX mails_order ON mails (order_number);

CREATE TABLE claim_codes (
    code_hash TEXT PRIMARY KEY,
    order_number TEXT NOT NULL,
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
"""

FILES = """
ALTER TABLE outbox ADD COLUMN file TEXT;
"""

REVISIONS = """
CREATE TABLE revisions (
    order_number TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    fingerprint TEXT NOT NULL
) STRICT;
"""

# Escalations from before know no levels: what they are still called for is in the calendar of reminders.
SPACES_AND_POLICY = """
CREATE TABLE spaces (
    room_id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    lost_at TEXT
) STRICT;
CREATE TABLE space_routes (
    route TEXT PRIMARY KEY,
    room_id TEXT NOT NULL
) STRICT;
ALTER TABLE escalations ADD COLUMN space TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN route TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN policy INTEGER NOT NULL DEFAULT 1;
ALTER TABLE escalations ADD COLUMN levels TEXT NOT NULL DEFAULT '[]';
UPDATE escalations SET space = coalesce((SELECT value FROM settings WHERE key = 'rep_space'), '')
    WHERE resolved_at IS NULL;
"""

LATE_REMINDERS = """
ALTER TABLE reminders ADD COLUMN missed_at TEXT;
"""

FLAGS = """
CREATE TABLE flags (
    id INTEGER PRIMARY KEY,
    order_number TEXT NOT NULL,
    line INTEGER NOT NULL,
    item TEXT NOT NULL,
    words TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    closed_at TEXT,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX flags_open ON flags (order_number) WHERE closed_at IS NULL;
"""

# Within a chat the lower lane goes first, and each lane in its order. An edit or a delete is never in a lower lane than
# the post it is about (the outbox sees to that), so neither waits for the other.
REPLIES_FIRST = """
DROP VIEW outbox_heads;
DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (line, lane, id) WHERE status = 'due';
CREATE INDEX outbox_unasked ON outbox (line, created_at) WHERE deed = 'post' AND lane = 1;
CREATE INDEX outbox_reached ON outbox (line, finished_at) WHERE deed = 'post' AND status = 'sent';
CREATE VIEW outbox_heads AS
    SELECT id, lane, due_at FROM outbox
    WHERE status = 'due'
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.line = outbox.line AND earlier.status = 'due'
        AND (earlier.lane, earlier.id) < (outbox.lane, outbox.id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS in_hand WHERE in_hand.line = outbox.line AND in_hand.status = 'leased'
    )
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS post WHERE post.id = outbox.about AND post.status IN ('due', 'leased')
    );
"""

PENDING_IMPORTS = """
CREATE TABLE pending_imports (
    email TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    filename TEXT NOT NULL,
    content BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
"""

# In a storm the clock puts thousands of events into the inbox at once, and whoever writes then must not wait for them.
PEOPLE_FIRST = """
CREATE INDEX outbox_of_order ON outbox (order_number) WHERE status = 'due';
DROP VIEW inbox_heads;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting ON inbox ((resource = 'reminders'), seq) WHERE status = 'waiting';
CREATE VIEW inbox_heads AS
    SELECT seq, due_at, (resource = 'reminders') AS is_of_the_clock FROM inbox
    WHERE status = 'waiting'
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.line = inbox.line AND earlier.seq < inbox.seq AND earlier.status IN ('waiting', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS in_hand WHERE in_hand.line = inbox.line AND in_hand.status = 'leased'
    )
    AND (attempts < postponed + 2 OR NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.status = 'leased' AND suspect.attempts > suspect.postponed + 2
    ));
"""

OUTAGES = """
CREATE TABLE outage (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since TEXT NOT NULL,
    latest TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;
CREATE TABLE rooms_read (
    room_id TEXT PRIMARY KEY
) STRICT;
"""

FRUITLESS_TRIES = """
ALTER TABLE outbox ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN fruitless INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failed_at TEXT;
ALTER TABLE outbox ADD COLUMN failing_since TEXT;
"""

MOVES = """
CREATE TABLE moved_addresses (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) STRICT;
CREATE TABLE moved_rooms (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) STRICT;
ALTER TABLE people ADD COLUMN looked_up_at TEXT;
"""

EMAILS = frozenset({"email", "contact", "holder", "nominee", "handed_by", "rep"})

# How names of companies are compared changes with what is known of them, so nothing of it is kept.
BY_DOMAIN = """
DROP INDEX organizations_match_key;
ALTER TABLE organizations DROP COLUMN match_key;
CREATE INDEX organization_people_domain ON organization_people (substr(email, instr(email, '@') + 1));
"""

PARTNER_EVENTS = """
CREATE TABLE partner_events (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    order_number TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'due' CHECK (status IN ('due', 'leased', 'sent', 'dead', 'withdrawn')),
    leased_by TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    cause TEXT NOT NULL DEFAULT '',
    finished_at TEXT,
    answer TEXT,
    answered_at TEXT
) STRICT;
CREATE INDEX partner_events_due ON partner_events (due_at, id) WHERE status = 'due';
CREATE INDEX partner_events_of_order ON partner_events (order_number, id);
"""

CORRESPONDENCE = """
CREATE TABLE passed_on (
    entry INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    order_number TEXT NOT NULL,
    person TEXT NOT NULL,
    rep TEXT NOT NULL,
    told_email TEXT NOT NULL,
    told_room TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX passed_on_to ON passed_on (person, at);
CREATE INDEX passed_on_rep ON passed_on (rep, at);
CREATE INDEX passed_on_order ON passed_on (order_number, at);
"""

LOOKUPS = """
CREATE TABLE managed_organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT NOT NULL,
    created TEXT,
    seen_at TEXT NOT NULL,
    is_listed INTEGER NOT NULL
) STRICT;
CREATE TABLE managed_people (
    org_id TEXT NOT NULL,
    email TEXT NOT NULL,
    is_admin INTEGER NOT NULL,
    PRIMARY KEY (org_id, email)
) STRICT;
CREATE INDEX managed_people_email ON managed_people (email);
CREATE TABLE lookups (
    email TEXT PRIMARY KEY,
    looked_up_at TEXT NOT NULL,
    finding TEXT NOT NULL
) STRICT;
CREATE TABLE order_lookups (
    order_number TEXT PRIMARY KEY,
    looked_up_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    commerce TEXT,
    status TEXT NOT NULL,
    licenses TEXT,
    seen_in TEXT NOT NULL
) STRICT;
"""

# That handling is paused is part of what is first in a line, so every process and every look agrees about it.
PAUSES = """
CREATE TABLE pause (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    since TEXT NOT NULL,
    email TEXT NOT NULL
) STRICT;
CREATE TABLE lines_let_through (
    line TEXT PRIMARY KEY
) STRICT;
DROP VIEW inbox_heads;
CREATE VIEW inbox_heads AS
    SELECT seq, due_at, (resource = 'reminders') AS is_of_the_clock FROM inbox
    WHERE status = 'waiting'
    AND (NOT EXISTS (SELECT 1 FROM pause) OR line IN (SELECT line FROM lines_let_through))
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.line = inbox.line AND earlier.seq < inbox.seq AND earlier.status IN ('waiting', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS in_hand WHERE in_hand.line = inbox.line AND in_hand.status = 'leased'
    )
    AND (attempts < postponed + 2 OR NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.status = 'leased' AND suspect.attempts > suspect.postponed + 2
    ));
"""

# The conditions of those that are over stand in store/orders/orders.py word for word, for SQLite to use the index.
LARGE_FILES = """
CREATE INDEX orders_live ON orders (number) WHERE state NOT IN ('provisioned', 'cancelled', 'closed');
CREATE INDEX orders_invited ON orders (start_date, number)
    WHERE invited_at IS NOT NULL AND state NOT IN ('provisioned', 'cancelled', 'closed');
CREATE INDEX orders_invited_at ON orders (invited_at) WHERE invited_at IS NOT NULL;
CREATE INDEX orders_begun_at ON orders (begun_at) WHERE begun_at IS NOT NULL;
CREATE INDEX orders_mapped_at ON orders (mapped_at) WHERE mapped_at IS NOT NULL;
CREATE INDEX orders_provisioned_at ON orders (provisioned_at) WHERE provisioned_at IS NOT NULL;
CREATE INDEX escalations_opened_at ON escalations (opened_at);
CREATE INDEX escalations_resolved_at ON escalations (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX audit_counted ON audit (verb, at) WHERE verb IN ('claim', 'ready_at_cisco');
"""

# SQLite takes an index with a condition only where the question says the same: so one for each verb.
FOUND_BY_INDEX = """
CREATE INDEX orders_handed_by ON orders (handed_by) WHERE handed_by <> '';
DROP INDEX audit_counted;
CREATE INDEX audit_claims ON audit (at) WHERE verb = 'claim';
CREATE INDEX audit_ready ON audit (at, order_number) WHERE verb = 'ready_at_cisco';
CREATE INDEX escalations_waiting ON escalations (opened_at, id) WHERE resolved_at IS NULL;
CREATE INDEX outbox_dead ON outbox (finished_at) WHERE status = 'dead';
CREATE INDEX mails_dead ON mails (finished_at) WHERE status = 'dead';
"""

# When an order ended is written here as in store/orders/old_orders.py word for word, for SQLite to use the index.
WHAT_IS_OVER = """
CREATE INDEX orders_ended ON orders (coalesce(provisioned_at, mapped_at, begun_at, invited_at, start_date))
    WHERE state IN ('provisioned', 'cancelled', 'closed');
CREATE INDEX inbox_dead ON inbox (finished_at) WHERE status = 'dead';
CREATE INDEX inbox_happened ON inbox (happened_at) WHERE happened_at IS NOT NULL;
CREATE INDEX inbox_told ON inbox (arrived_at) WHERE resource = 'messages' AND event = 'created';
CREATE INDEX outbox_room ON outbox (posted_room_id, id) WHERE posted_room_id <> '';
CREATE INDEX escalations_route ON escalations (route);
CREATE INDEX live_cards_entry ON live_cards (outbox_id);
CREATE INDEX passed_on_at ON passed_on (at);
"""

SEALED_AUDIT = """
ALTER TABLE audit ADD COLUMN noted TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN seal TEXT NOT NULL DEFAULT '';
UPDATE audit SET noted = at;
"""

STRANGERS_LAST = """
DROP VIEW inbox_heads;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting
    ON inbox ((CASE WHEN substr(line, 1, 8) IN ('strange:', 'doubted:') THEN 2 ELSE resource = 'reminders' END), seq)
    WHERE status = 'waiting';
CREATE VIEW inbox_heads AS
    SELECT seq, due_at,
        (CASE WHEN substr(line, 1, 8) IN ('strange:', 'doubted:') THEN 2 ELSE resource = 'reminders' END) AS class
    FROM inbox
    WHERE status = 'waiting'
    AND (NOT EXISTS (SELECT 1 FROM pause) OR line IN (SELECT line FROM lines_let_through))
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.line = inbox.line AND earlier.seq < inbox.seq AND earlier.status IN ('waiting', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS in_hand WHERE in_hand.line = inbox.line AND in_hand.status = 'leased'
    )
    AND (attempts < postponed + 2 OR NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.status = 'leased' AND suspect.attempts > suspect.postponed + 2
    ));
"""

ONLY_STRANGERS_LAST = """
DROP VIEW inbox_heads;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting
    ON inbox ((CASE WHEN substr(line, 1, 8) = 'strange:' THEN 2 ELSE resource = 'reminders' END), seq)
    WHERE status = 'waiting';
CREATE VIEW inbox_heads AS
    SELECT seq, due_at,
        (CASE WHEN substr(line, 1, 8) = 'strange:' THEN 2 ELSE resource = 'reminders' END) AS class
    FROM inbox
    WHERE status = 'waiting'
    AND (NOT EXISTS (SELECT 1 FROM pause) OR line IN (SELECT line FROM lines_let_through))
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.line = inbox.line AND earlier.seq < inbox.seq AND earlier.status IN ('waiting', 'leased')
    )
    AND NOT EXISTS (
        SELECT 1 FROM inbox AS in_hand WHERE in_hand.line = inbox.line AND in_hand.status = 'leased'
    )
    AND (attempts < postponed + 2 OR NOT EXISTS (
        SELECT 1 FROM inbox AS suspect
        WHERE suspect.status = 'leased' AND suspect.attempts > suspect.postponed + 2
    ));
"""
