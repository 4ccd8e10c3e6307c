"""``liangrong.open``: the verbs as methods, with the answers of the services."""

from __future__ import annotations

import importlib.util
import inspect
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import liangrong
from liangrong.core.errors import BadInput, NotKnown, UnknownName, UsageError
from liangrong.interfaces.client import Client
from liangrong.services.default_store import default_store
from liangrong.services.flows import FlowsRequest
from liangrong.services.ingest import ingest
from liangrong.services.measures import ShowRequest, show
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.examples import example_account
from liangrong.services.workspace import Workspace
from tests.small_market import stored, totals

ACCOUNT = dict(example_account(verb("assess")))


@pytest.fixture(scope="module")
def client(whole: Path) -> Client:
    return liangrong.open(whole)


def test_a_method_gives_the_answer_of_the_service(client: Client, whole: Path) -> None:
    request = ShowRequest("financing_balance", start=date(2026, 1, 26))
    expected = show(Workspace.open(whole), request)
    for start in (date(2026, 1, 26), "2026-01-26", "20260126"):
        assert client.show("financing_balance", start=start).data.equals(expected.data)
    assert client.ask("show", measure="financing_balance", start="2026-01-26").data.equals(expected.data)


def test_days_are_written_as_text_or_as_dates(client: Client) -> None:
    assert client.rule_value("call_line", on=date(2026, 1, 30)).as_of == date(2026, 1, 30)


def test_an_instant_without_offset_is_of_shanghai(client: Client) -> None:
    naive = client.show("financing_balance", known_at=datetime(2026, 1, 30, 9))  # noqa: DTZ001
    aware = client.show("financing_balance", known_at=datetime(2026, 1, 30, 1, tzinfo=UTC))
    assert naive.known_at == aware.known_at == datetime(2026, 1, 30, 1, tzinfo=UTC)
    assert naive.data.equals(aware.data)


@pytest.mark.parametrize("kind", ["path", "text of a path", "text", "bytes", "mapping", "list"])
def test_an_account_may_be_a_file_its_text_or_its_structure(client: Client, tmp_path: Path, kind: str) -> None:
    text = json.dumps(ACCOUNT, ensure_ascii=False)
    file = tmp_path / "mine.json"
    file.write_text(text, encoding="utf-8")
    given = {
        "path": file,
        "text of a path": str(file),
        "text": text,
        "bytes": text.encode(),
        "mapping": ACCOUNT,
        "list": [ACCOUNT],
    }
    found = client.assess(given[kind])
    assert found.data["maintenance_ratio"].to_list() == client.assess(account=ACCOUNT).data["maintenance_ratio"].to_list()
    assert found.data.height == 1


def test_a_pack_of_ones_own_may_be_a_file(client: Client, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="mine"):
        client.rule_value("call_line", pack="mine")
    pack = tmp_path / "mine.yaml"
    pack.write_text("pack: mine", encoding="utf-8")
    with pytest.raises(BadInput, match=r"mine\.yaml"):
        client.rule_value("call_line", pack=str(pack))


def test_a_wrong_name_or_value_is_told_at_once(client: Client) -> None:
    with pytest.raises(TypeError, match="measure"):
        client.show()
    with pytest.raises(TypeError, match="form"):
        client.flows(form="2026-01-26")
    with pytest.raises(AttributeError, match="flow"):
        _ = client.flow
    with pytest.raises(UsageError, match="2026-02-30"):
        client.show("financing_balance", start="2026-02-30")
    with pytest.raises(UsageError, match="account"):
        client.ask("assess")


def test_methods_say_what_they_take_and_mean(client: Client) -> None:
    signature = inspect.signature(client.flows)
    assert [name for name in signature.parameters] == [field for field in FlowsRequest.__dataclass_fields__]  # noqa: C416
    assert signature.parameters["by"].default == FlowsRequest().by
    assert client.flows.__name__ == "flows"
    assert "Parameters\n----------\nby\n" in inspect.getdoc(client.flows)
    assert next(iter(inspect.signature(client.cure).parameters)) == "account"


def test_dir_and_verbs_list_every_question(client: Client) -> None:
    names = {name.replace("-", "_") for name in VERBS}
    assert names <= set(dir(client))
    assert set(client.verbs) == names
    assert client.verbs["flows"] == verb("flows").title.zh


def test_repr_says_store_session_and_whether_it_is_made_up(whole: Path, simulated: Path, empty: Path, tmp_path: Path) -> None:
    assert repr(liangrong.open(whole)) == f"<liangrong: {whole}, last session 2026-01-30>"
    assert repr(liangrong.open(simulated)).endswith("simulated>")
    assert "no complete session" in repr(liangrong.open(empty))
    with pytest.raises(NotKnown):
        liangrong.open(tmp_path / "nowhere")


def test_without_a_store_the_law_and_accounts_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_STORE", str(tmp_path / "nowhere"))
    client = liangrong.open()
    assert default_store() == tmp_path / "nowhere"
    assert "no store" in repr(client)
    assert client.rule_value("call_line").data.height > 0
    assert client.assess(ACCOUNT).data.height == 1
    with pytest.raises(NotKnown):
        client.show("financing_balance")


def test_new_data_are_seen_by_the_next_question(tmp_path: Path) -> None:
    store = stored(tmp_path / "store", {"market_totals": totals(date(2026, 1, 5), date(2026, 1, 28))})
    client = liangrong.open(store)
    before = client.show("financing_balance").as_of
    ingest(Workspace.open(store), {"market_totals": totals(date(2026, 1, 29), date(2026, 1, 30))}, observed_at=datetime.now(UTC))
    client._desk.data.fresh()
    assert (before, client.show("financing_balance").as_of) == (date(2026, 1, 28), date(2026, 1, 30))


def test_answers_with_sentences_speak_the_language_of_the_client(whole: Path) -> None:
    zh, en = (
        liangrong.open(whole, lang=lang).explain(ACCOUNT, measure="maintenance_ratio").to_json(lang) for lang in ("zh", "en")
    )
    assert zh != en
    with pytest.raises(UsageError, match="fr"):
        liangrong.open(whole, lang="fr")


def test_the_stub_says_what_the_methods_take() -> None:
    stub = Path(inspect.getfile(Client)).with_name("questions.pyi").read_text(encoding="utf-8")
    assert [name for name in VERBS if f"    def {name.replace('-', '_')}(\n" not in stub] == []


def test_the_package_stays_light() -> None:
    assert importlib.util.find_spec("liangrong").origin.endswith("__init__.py")
    assert callable(liangrong.open)
    assert liangrong.open.__module__ == "liangrong"
