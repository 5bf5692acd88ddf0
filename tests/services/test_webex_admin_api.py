"""The door to Webex Admin: tokens that end, access that lapsed, and what is no answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Rejected, TokenRefused, Unreachable
from bot.services.tokens import AdminToken
from bot.services.transport import ServiceSession
from bot.services.webex_admin import WebexAdmin, is_administrator
from playground import ids
from playground.services.admin import FULL_ADMIN, Tenant, WebexAdminApi
from playground.serving import serve
from store import Store
from tests.fakes.clocks import StandingClock
from tests.staging.databases import new_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Setting:
    """The administration API, and a door to it."""

    def __init__(self, store: Store) -> None:
        self.clock = StandingClock(NOON)
        self.contoso = Tenant("Contoso", admins=frozenset({"carla@contoso.example"}), subscriptions=["Sub1"])
        self.api = WebexAdminApi(self.clock, Tenant("Northwind"), self.contoso)
        self.server = serve(self.api.app)
        self.session = ServiceSession()
        self.store = store
        self.begin_again()

    def begin_again(self) -> None:
        """Start as after a restart, with the settings as they are now."""
        secrets = (self.api.client_id, self.api.client_secret, self.api.refresh_token)
        self.token = AdminToken(f"{self.server.url}/v1/access_token", secrets, self.session, self.store, self.clock)
        self.admin = WebexAdmin(f"{self.server.url}/v1/", self.token, self.session)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Setting]:
    store = new_store(tmp_path / "setup-now.db")
    there = Setting(store)
    yield there
    there.server.stop()
    there.session.close()
    store.close()


def test_a_token_is_renewed_before_it_ends_and_outlives_a_restart(there: Setting) -> None:
    there.admin.organizations()
    there.clock.passes(days=11)
    there.begin_again()
    there.admin.organizations()
    assert there.api.renewals == 1

    there.clock.passes(days=1)
    there.admin.organizations()
    assert there.api.renewals == 2
    kept = there.token.kept()
    assert kept is not None
    assert kept.expires_at - there.clock.now() == timedelta(days=14)
    assert kept.refresh_expires_at == there.clock.now() + timedelta(days=90)


def test_while_the_token_endpoint_is_away_the_old_token_serves_to_its_end(there: Setting) -> None:
    there.admin.organizations()
    there.api.token_trouble.status = 503
    there.clock.passes(days=13)
    there.admin.organizations()
    there.clock.passes(days=2)

    with pytest.raises(Unreachable):
        there.admin.organizations()


def test_a_refresh_token_that_was_replaced_in_the_settings_counts(there: Setting) -> None:
    there.admin.organizations()
    there.api.refresh_token = "another, after the app was authorized anew"
    there.api.revoke_tokens()
    with pytest.raises(TokenRefused):
        there.admin.organizations()

    there.begin_again()
    assert len(there.admin.organizations()) == 2


def test_access_that_lapsed_comes_back_by_reading_the_organization_once(there: Setting) -> None:
    there.contoso.lapsed = True
    assert there.admin.subscriptions(there.contoso.id) == {"Sub1"}
    asked = [call for call in there.api.trouble.calls if call != "GET /people/me"]
    assert asked == ["GET /licenses", f"GET /organizations/{there.contoso.id}", "GET /licenses"]

    there.api.trouble.status = 403
    with pytest.raises(Rejected):
        there.admin.subscriptions(there.contoso.id)


def test_after_its_time_nobody_in_a_hurry_asks_any_more(there: Setting) -> None:
    with pytest.raises(Unreachable, match="took too long"):
        there.admin.hurried(0).organizations()
    assert there.api.trouble.calls == []


def test_their_own_organization_is_asked_for_once_by_all_who_are_in_a_hurry(there: Setting) -> None:
    assert len({there.admin.hurried(60).own_organization() for _ in range(2)}) == 1
    assert there.api.trouble.calls == ["GET /people/me"]


def test_only_administrators_administer() -> None:
    assert is_administrator([FULL_ADMIN])
    assert is_administrator(["a role that cannot be read"])
    assert not is_administrator([])
    assert not is_administrator([ids.mint("ROLE", "id_compliance_officer")])
