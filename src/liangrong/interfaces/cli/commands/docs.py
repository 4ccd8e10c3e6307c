"""``liangrong docs``: documents taken in, searched, shown, followed as topics, and their calls.

The corpus is ``documents.sqlite`` in the folder of the store (``--store``, LIANGRONG_STORE, or your own data folder); ``--corpus`` names another file.
It needs no store beside it; where there is one, entities are found by its names and calls can be judged by its measures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from liangrong.core.errors import Lang, UsageError  # noqa: F401 the parser resolves inherited annotations in this module
from liangrong.core.spelling import parse_day
from liangrong.interfaces.cli.options import Colors, Format, Options, both  # noqa: F401 as above

if TYPE_CHECKING:
    from liangrong.core.results import Result
    from liangrong.services.documents.adding import AddDocumentsReport
    from liangrong.services.workspace import Workspace

__all__ = ["CorpusOptions", "Narrowing", "add", "calls", "list_documents", "remove", "search", "show", "topic", "watch"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class CorpusOptions(Options):
    """The general options, and where the corpus lies."""

    corpus: Annotated[Path | None, Parameter(help=both("文档库文件，默认为数据目录下的 documents.sqlite",
                                                       "file of the corpus; default documents.sqlite in the data folder"))] = None  # fmt: skip

    @property
    def path(self) -> Path:
        """The file of the corpus."""
        from liangrong.research.documents.corpus.corpus import FILE

        return self.corpus or self.folder / FILE

    def store_if_any(self) -> Workspace | None:
        """The store beside the corpus; ``None`` where there is none."""
        from liangrong.core.errors import NotKnown

        try:
            return self.open()
        except NotKnown:
            return None


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """Which documents are meant."""

    source: Annotated[str, Parameter(help=both("来源含此文字", "only sources that hold this text"))] = ""
    since: Annotated[str | None, Parameter(name="--from", help=both("起始日（发布日）", "published from this day on"))] = None
    until: Annotated[str | None, Parameter(name="--to", help=both("截止日（发布日）", "published until this day"))] = None
    entity: Annotated[
        str, Parameter(help=both("提到此证券或范围，如 600519.SH", "names this security or scope, such as 600519.SH"))
    ] = ""
    kind: Annotated[Literal["", "text", "html", "pdf", "docx"], Parameter(help=both("文件种类", "kind of file"))] = ""


_Claims = Annotated[bool, Parameter(help=both("提取实体、说法与观点", "find entities, claims and calls"))]


def add(
    *paths: Annotated[
        Path, Parameter(help=both("文件或目录（TXT、HTML、PDF、DOCX）", "files or folders (TXT, HTML, PDF, DOCX)"))
    ],
    text: Annotated[str | None, Parameter(help=both("粘贴的文字", "pasted text"))] = None,
    stdin: Annotated[bool, Parameter(negative="", help=both("从标准输入读取文字", "read text from standard input"))] = False,
    name: Annotated[str, Parameter(help=both("粘贴文字的名称", "what pasted text is called"))] = "-",
    title: Annotated[str, Parameter(help=both("标题", "title"))] = "",
    source: Annotated[str, Parameter(help=both("来源", "source"))] = "",
    published: Annotated[str | None, Parameter(help=both("发布日", "day of publication"))] = None,
    claims: _Claims = True,
    options: CorpusOptions = CorpusOptions(),
) -> int:
    """Read files, folders or pasted text, keep what is new, and say what became of each."""
    import sys

    from liangrong.services.documents.adding import AddDocumentsRequest, add_documents

    pasted = sys.stdin.read() if stdin else text
    request = AddDocumentsRequest(options.path, paths, pasted, name, title, source, parse_day(published, "--published"), claims)
    report = add_documents(options.store_if_any() if claims else None, request)
    _show(report.result, options)
    return report.exit_code


def search(
    *text: Annotated[str, Parameter(allow_leading_hyphen=True, help=both(
        "要查找的词，须全部出现；“引号”为短语，词* 为开头，-词 为排除",
        'words that must all be found; "quotes" for a phrase, word* for a beginning, -word to leave out'))],
    top: Annotated[int, Parameter(help=both("最多列出几篇", "how many documents at most"))] = 20,
    also_english: Annotated[bool, Parameter(help=both(
        "同时查找词表中另一语言的名称（融资余额 与 financing balance）",
        "also look for the glossary's name in the other language (融资余额 and financing balance)"))] = True,
    narrowing: Narrowing = Narrowing(),
    options: CorpusOptions = CorpusOptions(),
) -> int:  # fmt: skip
    """Find documents by Chinese words of any length, English words, codes and phrases, best first."""
    from liangrong.services.documents.searching import SearchDocumentsRequest, search_documents

    _check_options(text)
    request = SearchDocumentsRequest(
        " ".join(text), narrowing.source, parse_day(narrowing.since, "--from"), parse_day(narrowing.until, "--to"), narrowing.entity,
        narrowing.kind, top, also_english, options.path,
    )  # fmt: skip
    _show(search_documents(None, request), options)
    return 0


def show(
    document: Annotated[int | None, Parameter(help=both("文档编号，默认最近发布的一篇", "number of the document; default the one published last"))] = None,
    *,
    part: Annotated[Literal["text", "claims", "copies", "entities"], Parameter(help=both(
        "正文、说法、出处或实体", "the text, its claims, where it was found, or what it names"))] = "text",
    options: CorpusOptions = CorpusOptions(),
) -> int:  # fmt: skip
    """Show one document, or what was found in it."""
    from liangrong.services.documents.searching import ShowDocumentRequest, show_document

    result = show_document(None, ShowDocumentRequest(document, part, options.path))
    if part == "text" and options.format in ("table", "md") and result.data.height:
        body = result.data["body"][0]
        _show_head(result, options)
        options.output().text(f"\n{body}")
        return 0
    _show(result, options)
    return 0


def list_documents(
    *,
    top: Annotated[int, Parameter(help=both("最多列出几篇", "how many documents at most"))] = 100,
    superseded: Annotated[bool, Parameter(negative="", help=both("也列出已被新版本取代的", "also those whose file holds another text now"))] = False,
    narrowing: Narrowing = Narrowing(),
    options: CorpusOptions = CorpusOptions(),
) -> int:  # fmt: skip
    """List the documents, the newest first."""
    from liangrong.services.documents.searching import ListDocumentsRequest
    from liangrong.services.documents.searching import list_documents as ask

    request = ListDocumentsRequest(
        narrowing.source, parse_day(narrowing.since, "--from"), parse_day(narrowing.until, "--to"), narrowing.entity, narrowing.kind,
        superseded, top, options.path,
    )  # fmt: skip
    _show(ask(None, request), options)
    return 0


def remove(
    *documents: Annotated[int, Parameter(help=both("文档编号", "numbers of documents"))],
    options: CorpusOptions = CorpusOptions(),
) -> int:
    """Take documents out of the corpus; their files are not touched."""
    from liangrong.services.documents.adding import RemoveDocumentsRequest, remove_documents

    if not documents:
        raise UsageError(reason="Name at least one document by its number.", reason_zh="请至少给出一个文档编号。")
    _show(remove_documents(RemoveDocumentsRequest(options.path, documents)), options)
    return 0


def topic(
    name: Annotated[str, Parameter(help=both("主题名称；不给则列出全部主题", "name of the topic; without it all topics are listed"))] = "",
    *,
    save: Annotated[str | None, Parameter(help=both("以此查询保存主题", "save a topic with this question"))] = None,
    forget: Annotated[bool, Parameter(negative="", help=both("删除主题，文档保留", "delete the topic; its documents stay"))] = False,
    metric: Annotated[tuple[str, ...], Parameter(negative="", help=both("保存时：只提取这些指标，可重复", "when saving: only claims of these metrics; may be repeated"))] = (),
    part: Annotated[Literal["documents", "summary", "claims", "conflicts", "groups"], Parameter(help=both(
        "JSON 与 CSV 给出哪一部分", "which part JSON and CSV give"))] = "documents",
    by: Annotated[Literal["day", "source", "entity"], Parameter(help=both("文档分组方式", "how documents are grouped"))] = "day",
    top: Annotated[int, Parameter(help=both("要点最多几句", "how many sentences at most"))] = 8,
    peek: Annotated[bool, Parameter(negative="", help=both("只看，不记为已看", "only look; what is new stays new"))] = False,
    narrowing: Narrowing = Narrowing(),
    options: CorpusOptions = CorpusOptions(),
) -> int:  # fmt: skip
    """Save a topic, or make its page: what is new, what the documents say with [n] anchors, their figures, their contradictions."""
    from liangrong.services.documents import topics

    if save is not None:
        request = topics.SaveTopicRequest(
            options.path, name, save, narrowing.source, parse_day(narrowing.since, "--from"), parse_day(narrowing.until, "--to"),
            narrowing.entity, narrowing.kind, metric,
        )  # fmt: skip
        _show(topics.save_topic(request), options)
        return 0
    if forget:
        _show(topics.forget_topic(topics.ForgetTopicRequest(options.path, name)), options)
        return 0
    asked = topics.TopicRequest(name, part, by, top, options.path)
    if not name:
        _show(topics.topic(None, asked), options)
        return 0
    if options.format in ("table", "md"):
        page = (
            topics.peeked_page(options.path, name, by=by, sentences=top)
            if peek
            else topics.refreshed_page(options.path, name, by=by, sentences=top)
        )
        options.output().text(topics.to_markdown(page, options.language), end="")
        return 0
    result = topics.topic(None, asked)
    if not peek:
        topics.refreshed_page(options.path, name, by=by, sentences=1)
    _show(result, options)
    return 0


def watch(
    folder: Annotated[Path, Parameter(help=both("目录", "folder"))],
    *,
    every: Annotated[
        float | None, Parameter(help=both("每隔几秒再看一次，直到 Ctrl+C", "look again every so many seconds until Ctrl+C"))
    ] = None,
    claims: _Claims = True,
    options: CorpusOptions = CorpusOptions(),
) -> int:
    """Add what is new or changed in a folder since the last look."""
    import time

    from liangrong.services.documents.adding import WatchFolderRequest, watch_folder

    if every is not None and every <= 0:
        raise UsageError(reason=f"--every is {every:g}; it must be above 0.", reason_zh=f"--every 为 {every:g}，必须大于 0。")
    store = options.store_if_any() if claims else None
    request = WatchFolderRequest(options.path, folder, claims)
    report: AddDocumentsReport = watch_folder(store, request)
    _show(report.result, options)
    while every is not None:
        time.sleep(every)
        report = watch_folder(store, request)
        if report.result.data.height:
            _show(report.result, options)
    return report.exit_code


def calls(
    *,
    author: Annotated[str, Parameter(help=both("作者含此文字", "only authors that hold this text"))] = "",
    instrument: Annotated[str, Parameter(help=both("品种含此文字", "only instruments that hold this text"))] = "",
    since: Annotated[str | None, Parameter(name="--from", help=both("起始日", "made from this day on"))] = None,
    until: Annotated[str | None, Parameter(name="--to", help=both("截止日", "made until this day"))] = None,
    score: Annotated[Path | None, Parameter(help=both("用此价格文件评判：date,value[,instrument]", "judge by this file of prices: date,value[,instrument]"))] = None,
    stored: Annotated[bool, Parameter(negative="", help=both("品种是市场指标时，用已存数据评判", "judge calls on a measure of the market by stored values"))] = False,
    over: Annotated[int | None, Parameter(help=both("评判期限（数据个数），默认短 5、中 20、长 60", "values over which a call is judged; default short 5, medium 20, long 60"))] = None,
    authors: Annotated[bool, Parameter(negative="", help=both("按作者汇总命中率", "hit rates by author"))] = False,
    every: Annotated[bool, Parameter(name="--all", negative="", help=both("也列出没有观点的行", "also lines that call nothing"))] = False,
    options: CorpusOptions = CorpusOptions(),
) -> int:  # fmt: skip
    """List the calls of strategy notes and tables, and what came of them."""
    from liangrong.services.documents.calls import CallsRequest
    from liangrong.services.documents.calls import calls as ask

    request = CallsRequest(
        author, instrument, parse_day(since, "--from"), parse_day(until, "--to"), "authors" if authors else "calls", stored, every, over, score,
        options.path,
    )  # fmt: skip
    _show(ask(options.open() if stored else None, request), options)
    return 0


def _check_options(words: Iterable[str]) -> None:
    """Words may begin with one hyphen here; with two they were meant for an option that does not exist.

    Raises
    ------
    UsageError
        One of them does.
    """
    for word in words:
        if word.startswith("--"):
            raise UsageError(reason=f"There is no option {word}.", reason_zh=f"没有 {word} 这个选项。")


def _show(result: Result, options: CorpusOptions) -> None:
    options.output().show(result)


def _show_head(result: Result, options: CorpusOptions) -> None:
    """A document without its text, as a table."""
    from dataclasses import replace

    _show(replace(result, data=result.data.drop("body")), options)
