"""The server of the SDK over a desk: tools, resources and prompts, the same on stdio and over HTTP."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from liangrong import __version__
from liangrong.core.errors import Lang, LiangrongError
from liangrong.interfaces.mcp.asking import ask
from liangrong.interfaces.mcp.prompts import PROMPTS, prompted
from liangrong.interfaces.mcp.resources import RESOURCES, RULE, read
from liangrong.interfaces.mcp.schemas import OUTPUT, input_schema
from liangrong.interfaces.mcp.toolset import Tool, tools
from liangrong.services.neutral_words import NeutralWords
from liangrong.services.verbs.desk import Desk

if TYPE_CHECKING:
    import mcp_types as types
    from mcp.server.context import ServerRequestContext
    from mcp.server.lowlevel import Server

__all__ = ["INSTRUCTIONS", "build_server"]

AT_ONCE: Final = 2
"""Questions that are worked on at the same time."""

INSTRUCTIONS: Final = """\
liangrong measures China's margin trading (融资融券, 两融) from a local store: balances, records, flows, the short side, heat, rules, accounts.
- Start with `brief` for a session or `coverage` for what is stored. Every tool only reads.
- Days: 2026-01-30. A day without a session stands for the one before it; the answer says so in `as_of` and `warnings`. Without a day the
  latest complete session is meant.
- Scopes: market, SSE, SZSE, BSE, board:star, industry:sw1:电子, index:000300.SH, 600519.SH, a Chinese name or, of an industry, its English one.
- Measures: margin_trading_balance (两融余额), financing_balance (融资余额, rzye), short_balance (融券余额, rqye) …; all in the resource
  liangrong://measures. Rule parameters are in rulebook://.
- Money is in 元 as decimal strings (1亿元 = 10^8 元), ratios are pure numbers (0.05 = 5%).
- Say `as_of`, the unit and the warnings with every figure. A refusal is an answer: it says what is known nearest. Never fill a gap yourself.
- Data marked simulated are made up for trials: never report them as the market.
数据目录中没有的就说没有；每个数字都要带单位、截至日和注意事项。"""
"""What a model is told before it asks."""


def build_server(desk: Desk, lang: Lang = "zh") -> Server[Any]:
    """The server for one store.

    Parameters
    ----------
    desk
        Whom it asks; the store is opened again when its data change.
    lang
        The language of answers to calls that name none.
    """
    import anyio
    import mcp_types as types
    from anyio.to_thread import run_sync
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    turns = anyio.CapacityLimiter(AT_ONCE)
    words = NeutralWords(desk.store)

    async def list_tools(_: ServerRequestContext[Any], __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in tools()])

    async def call_tool(_: ServerRequestContext[Any], call: types.CallToolRequestParams) -> types.CallToolResult:
        told = await run_sync(partial(ask, desk, call.name, call.arguments or {}, lang), limiter=turns)
        text = types.TextContent(type="text", text=told.text)
        return types.CallToolResult(content=[text], structured_content=told.content, is_error=told.is_error)

    async def list_resources(_: ServerRequestContext[Any], __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        found = [
            types.Resource(uri=uri, name=one.name, title=one.title.text(lang), description=one.description.text(lang), mime_type=one.kind)
            for uri, one in RESOURCES.items()
        ]  # fmt: skip
        return types.ListResourcesResult(resources=found)

    async def list_templates(
        _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        one = types.ResourceTemplate(
            uri_template=RULE.name, name="rule", title=RULE.title.text(lang), description=RULE.description.text(lang),
            mime_type=RULE.kind,
        )  # fmt: skip
        return types.ListResourceTemplatesResult(resource_templates=[one])

    async def read_resource(_: ServerRequestContext[Any], wanted: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        try:
            text = await run_sync(partial(read, wanted.uri, desk, lang), limiter=turns)
        except LiangrongError as error:
            told = " ".join(filter(None, (error.message(lang), error.hint(lang))))
            raise MCPError(types.INVALID_PARAMS, words.text(told, lang), {"uri": wanted.uri}) from None
        kind = RESOURCES[wanted.uri].kind if wanted.uri in RESOURCES else RULE.kind
        content = types.TextResourceContents(uri=wanted.uri, mime_type=kind, text=words.text(text, lang))
        return types.ReadResourceResult(contents=[content])

    async def list_prompts(_: ServerRequestContext[Any], __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        found = [
            types.Prompt(
                name=name,
                title=one.title.text(lang),
                description=one.description.text(lang),
                arguments=[
                    types.PromptArgument(name=argument, description=told.text(lang), required=required)
                    for argument, (told, required) in one.arguments.items()
                ],
            )
            for name, one in PROMPTS.items()
        ]
        return types.ListPromptsResult(prompts=found)

    async def get_prompt(_: ServerRequestContext[Any], wanted: types.GetPromptRequestParams) -> types.GetPromptResult:
        try:
            text = prompted(wanted.name, wanted.arguments or {}, lang)
        except LiangrongError as error:
            raise MCPError(types.INVALID_PARAMS, error.message(lang)) from None
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=PROMPTS[wanted.name].description.text(lang), messages=[message])

    return Server(
        "liangrong",
        version=__version__,
        title="两融 liangrong",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def _described(tool: Tool) -> types.Tool:
    import mcp_types as types

    return types.Tool(
        name=tool.name,
        title=f"{tool.title.zh} · {tool.title.en}",
        description=f"{tool.description.en}\n{tool.description.zh}",
        input_schema=input_schema(tool),
        output_schema=OUTPUT,
        annotations=types.ToolAnnotations(
            title=tool.title.en, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
