"""Account: one credit account, filled in or uploaded; where it stands, what it may still do, and what a change would do to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from liangrong.accounts.explanation.explain import MEASURES
from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.core.errors import Lang, LiangrongError, UnknownName
from liangrong.core.results import Note, Result
from liangrong.interfaces.web.account_form import HEAD, ROWS, AccountForm
from liangrong.interfaces.web.account_panels import account_file, account_panel
from liangrong.interfaces.web.cards import Card
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.explanation_tree import nested
from liangrong.interfaces.web.forms import Form
from liangrong.interfaces.web.pages.page import Acted, File, Page
from liangrong.interfaces.web.panels import Filled, Panel
from liangrong.interfaces.web.state import State
from liangrong.interfaces.web.status import status_of
from liangrong.research.tables.labels import word
from liangrong.research.tables.layout import printed
from liangrong.services.accounts.files import AccountText
from liangrong.services.alerts.accounts import SaveAccountRequest, save_account

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ACCOUNT"]

_CARDS: Final = ("maintenance_ratio", "available_margin", "assets", "debt", "equity")
_WORTH: Final = (
    "cash", "collateral_value", "financed_value",
    "other_collateral", "financing_debt", "short_debt", "accrued_charges", "short_proceeds", "margin_used", "financing_multiple",
    "exposure", "exposure_leverage", "largest_security", "largest_share",
)  # fmt: skip
_SUPPOSED: Final = (
    "case", "maintenance_ratio", "zone", "available_margin", "assets", "debt", "equity", "shortfall", "exposure_leverage",
    "largest_financing_buy", "withdrawable_cash",
)  # fmt: skip
_LISTED: Final = ("account", "maintenance_ratio", "zone", "available_margin", "assets", "debt", "equity", "shortfall")
_CAPACITY: Final = ("order", "security", "price", "max_amount", "max_quantity", "margin_ratio", "rule", "citation")
_DISTANCE: Final = ("scope", "line", "line_level", "price_move", "price", "sessions", "reason")
_CURE: Final = ("title", "amount", "at_most", "possible", "reason")
_SALE: Final = ("step", "security", "contract_id", "quantity", "price", "amount", "costs", "maintenance_ratio", "unmet")
_BY: Final = ("market", "security", "industry")
_ORDERS: Final = ("risk", "position", "loss")
_LIVE: Final = ("whatif", "distance", "cure", "liquidation", "explain")
"""Parts that can be asked for alone."""
_DETAILED: Final = 50
"""A file with more accounts is listed; one of them in detail is a file of its own."""
_REACH: Final = 50
"""How far a slider goes to either side, in percent or percentage points."""
_RULES: Final = {"margin": "financing_margin_ratio", "line": "call_line"}
"""Slider to the parameter of the rulebook that it moves."""


_CHOSEN: Final = ("by", "order", "measure", "target", "security", "deposit", "all_contracts")
_FIRST: Final = {"by": _BY[0], "order": _ORDERS[0], "measure": next(iter(MEASURES))}
"""What is chosen on the page, and what at first."""
_ALL: Final = Panel(
    "accounts", "assess", title=Note("文件中的账户", "Accounts of the file"), columns=_LISTED, sheet="-", rows=_DETAILED
)


@dataclass(frozen=True, slots=True)
class Slider:
    """Something that can be supposed, in percent.

    Parameters
    ----------
    name, label
        Of its field.
    still
        Where it stands when nothing is supposed.
    value
        Where it stands now.
    """

    name: str
    label: str
    still: str
    value: str

    @property
    def low(self) -> str:
        """Its left end."""
        return f"{Decimal(self.still) - _REACH}"

    @property
    def high(self) -> str:
        """Its right end."""
        return f"{Decimal(self.still) + _REACH}"

    @property
    def moved(self) -> bool:
        """Whether something is supposed."""
        return self.value not in ("", self.still)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked about which account of a file."""

    names: tuple[str, ...]
    which: str
    one: Result
    sliders: tuple[Slider, ...]
    chosen: Mapping[str, str]
    panels: Mapping[str, Panel]


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The empty form, with the latest session as its day."""
    return _shown(desk, state, Form({}), AccountForm({"as_of": f"{desk.latest_session() or ''}"}))


def act(desk: Desk, state: State, form: Form) -> Acted:
    """Value what was filled in; nothing is kept unless that is what was asked."""
    do, filled_in = form.text("do", "assess"), AccountForm.read(form)
    if do == "clear":
        return Acted(build(desk, state))
    if do == "example":
        filled_in = AccountForm.example()
    if do == "fields":
        filled_in = filled_in.without_file()
    if do == "fields" or do.startswith("more:"):
        return Acted(_shown(desk, state, form, filled_in))
    account = filled_in.account(state.say("本账户", "my account"))
    try:
        assessed = desk.ask("assess", {}, state.lang, account=account)
        if do.startswith("file:"):
            return Acted(file=_file(desk, state, form, assessed, account))
        answer = _answer(desk, state, form, assessed, account)
    except LiangrongError as error:
        refused = {"refusal": _refusal(error, state), "hint": error.hint(state.lang)}
        return Acted({**_shown(desk, state, form, filled_in), **refused}, status_of(error))
    saved = _saved(desk, state, form, account) if do == "save" else {}
    return Acted({**_shown(desk, state, form, filled_in), **answer, **saved})


def _shown(desk: Desk, state: State, form: Form, filled_in: AccountForm) -> dict[str, Any]:
    """What stands on the page without an answer."""
    return {
        "filled_in": filled_in, "about": state.text("security"), "heads": HEAD, "kinds": tuple(ROWS), "fields": ROWS, "packs": desk.ask("rule-packs", {}, state.lang).data.to_dicts(),
        "width": form.text("width"), "refusal": (), "hint": "", "cards": (), "panels": {}, "tree": None, "accounts": (), "which": "", "sliders": (),
        "bys": _BY, "orders": _ORDERS, "measures": (), "securities": (), "chosen": {}, "listed": None, "saved": "", "save_notes": (), "save_refusal": "", "save_as": form.text("save_as"),
    }  # fmt: skip


def _refusal(error: LiangrongError, state: State) -> tuple[str, ...]:
    """What is wrong, one sentence for each fault."""
    faults = error.details.get("problems", ())
    if not faults:
        return (error.message(state.lang),)
    colon, comma = state.say("：", ": "), state.say("，", ", ")
    return tuple(
        comma.join(part for part in (fault["row"][state.lang], fault["field"]) if part) + colon + fault[state.lang]
        for fault in faults
    )


def _question(desk: Desk, state: State, form: Form, assessed: Result) -> _Question:
    import polars as pl

    names = tuple(assessed.data["account"].to_list())
    which = form.text("which") if form.text("which") in names else names[0]
    one = replace(assessed, data=assessed.data.filter(pl.col("account") == which).head(1))
    chosen = {name: form.text(name, _FIRST.get(name, "")) for name in _CHOSEN}
    sliders = _sliders(desk, state, form, one)
    panels = _panels(which, sliders, chosen, state.lang)
    if about := state.text("security"):
        columns = tuple(name for name in _CAPACITY if name != "security")
        alone = replace(panels["capacity"], key="about", given={"security": about}, title=_about(about), columns=columns)
        panels = {alone.key: alone, **panels}
    return _Question(names, which, one, sliders, chosen, panels)


def _about(security: str) -> Note:
    """What heads the answer about one security, held or not; the address names it, and says nothing of the account."""
    return Note(f"{security}：本账户还能买入、融券或提取多少", f"{security}: how much this account may buy, short or withdraw")


def _answer(desk: Desk, state: State, form: Form, assessed: Result, account: AccountText) -> dict[str, Any]:
    """Everything about the one account that is looked at."""
    import polars as pl

    asked = _question(desk, state, form, assessed)
    listed = _listed(desk, state, account) if asked.names[1:] else None
    if len(asked.names) > _DETAILED:
        return {"listed": listed}
    wanted = [form.part] if form.part in _LIVE else [*asked.panels]
    panels = {
        key: _panel(desk, asked, key, state, account, form.text("width"))
        for key in wanted
        if key != "whatif" or asked.panels[key].given
    }
    held = desk.ask("capacity", {"kind": "collateral_buy"}, state.lang, account=account).data.filter(
        pl.col("account") == asked.which
    )
    return {
        "accounts": asked.names, "which": asked.which, "cards": _cards(asked.one, state), "panels": panels,
        "tree": _tree(panels.get("explain"), state), "sliders": asked.sliders, "chosen": asked.chosen, "listed": listed,
        "securities": held["security"].drop_nulls().unique(maintain_order=True).to_list(),
        "measures": [(name, ACCOUNT_MEASURES[name].zh if state.zh else ACCOUNT_MEASURES[name].en) for name in MEASURES],
    }  # fmt: skip


def _panel(desk: Desk, asked: _Question, key: str, state: State, account: AccountText, width: str) -> Filled:
    """One answer; what was assumed of the account is remarked once, beside what it is worth."""
    found = account_panel(desk, asked.panels[key], state, account, which=asked.which, width=width)
    said = {note.text(state.lang) for note in asked.one.warnings} if key != "worth" else set()
    return replace(found, remarks=tuple(remark for remark in found.remarks if remark not in said))


def _cards(one: Result, state: State) -> tuple[Card, ...]:
    """The figures looked for first."""
    table = {column.name: column for column in printed(one, state.lang, to_the_fen=True).columns}
    zone = table["zone"].cells[0] if "zone" in table else ""
    wanted = (*_CARDS, *(["shortfall"] if one.data["shortfall"].item() else []))
    return tuple(
        Card(table[name].heading, table[name].cells[0], zone if name == _CARDS[0] else "") for name in wanted if name in table
    )


def _sliders(desk: Desk, state: State, form: Form, one: Result) -> tuple[Slider, ...]:
    """Prices stand still at nothing, rules at what holds on the account's day."""
    row = one.data.to_dicts()[0]
    ruling = desk.ask("rule-value", {"name": _RULES["margin"], "on": f"{row['date']}"}, state.lang).data.to_dicts()
    still = {"move": "0", "security_move": "0", "margin": _percent(ruling[0]["value"]), "line": _percent(row[_RULES["line"]])}
    labels = {
        "move": state.say("全部价格变动", "All prices move by"),
        "security_move": state.say("该证券价格变动", "Its price moves by"),
        "margin": state.say("融资保证金比例", "Financing margin ratio"),
        "line": state.say("追保线", "Call line"),
    }
    return tuple(Slider(name, labels[name], value, form.text(name, value)) for name, value in still.items())


def _percent(ratio: float) -> str:
    return f"{Decimal(str(ratio)) * 100:f}".rstrip("0").rstrip(".")


def _panels(which: str, sliders: tuple[Slider, ...], chosen: Mapping[str, str], lang: Lang) -> dict[str, Panel]:
    def mine(rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        kept = rows.filter(pl.col("account") == which)
        return kept.with_columns(pl.col("scope").map_elements(said, return_dtype=pl.String)) if "scope" in kept.columns else kept

    def said(scope: str) -> str:
        return word("industry", scope.removeprefix("security:").removeprefix("industry:"), lang)

    distance = _DISTANCE if chosen["by"] != _BY[0] else _DISTANCE[1:]
    target = {"target": f"{chosen['target'].rstrip('%')}%"} if chosen["target"] else {}
    panels = (
        Panel("worth", "assess", columns=_WORTH, pick=mine),
        Panel("whatif", "what-if", _supposed(sliders, chosen), Note("若价格或规则变动", "If prices or rules changed"), columns=_SUPPOSED, pick=mine),
        Panel("distance", "distance", {"by": chosen["by"]}, columns=distance, pick=mine, rows=60),
        Panel("capacity", "capacity", title=Note("还能买入、融券或提取多少", "What it may still buy, short or withdraw"), columns=_CAPACITY, pick=mine, rows=60),
        Panel("cure", "cure", target, Note("补足追保的办法", "Ways to cure a call"), columns=_CURE, pick=mine),
        Panel("liquidation", "liquidation", {"order": chosen["order"], **target}, Note("强制平仓须卖出什么", "What a forced sale would sell"), columns=_SALE, pick=mine),
        Panel("explain", "explain", {"measure": chosen["measure"], "name": which}, Note("一个数从何而来", "Where a number comes from")),
    )  # fmt: skip
    return {panel.key: panel for panel in panels}


def _supposed(sliders: tuple[Slider, ...], chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the sliders and fields suppose, as the verb is told."""
    at = {slider.name: slider.value for slider in sliders if slider.moved}
    prices = [f"{at['move']}%"] if "move" in at else []
    if "security_move" in at and chosen["security"]:
        prices.append(f"{chosen['security']}={at['security_move']}%")
    rules = [f"{parameter}={at[name]}%" for name, parameter in _RULES.items() if name in at]
    given: dict[str, Any] = {"prices": prices, "rules": rules, "deposit": chosen["deposit"]}
    if rules and chosen["all_contracts"]:
        given["all_contracts"] = "true"
    return {name: value for name, value in given.items() if value}


def _listed(desk: Desk, state: State, account: AccountText) -> Filled:
    return account_panel(desk, _ALL, state, account)


def _tree(explained: Filled | None, state: State) -> Any:
    return nested(explained.result.data, state.lang) if explained and explained.result else None


def _file(desk: Desk, state: State, form: Form, assessed: Result, account: AccountText) -> File:
    """One answer as a file of its own."""
    _, key, kind = [*form.text("do").split(":"), "", ""][:3]
    asked = _question(desk, state, form, assessed)
    if key == _ALL.key:
        return account_file(desk, _ALL, state, account, kind)
    if key not in asked.panels:
        raise UnknownName(kind="answer", kind_zh="答案", name=key, known=", ".join(asked.panels))
    return account_file(desk, asked.panels[key], state, account, kind, which=asked.which)


def _saved(desk: Desk, state: State, form: Form, account: AccountText) -> dict[str, Any]:
    """Keep the account under a name, so that its lines can be watched; only when that button was pressed."""
    name = form.text("save_as")
    try:
        kept = save_account(desk.workspace(), SaveAccountRequest(name, account.content))
    except LiangrongError as error:
        return {"save_refusal": error.message(state.lang)}
    return {"saved": name, "save_notes": [note.text(state.lang) for note in kept.warnings]}


ACCOUNT: Final = Page("account", "/account", Note("账户", "Account"), build, act=act)
