"""Files in, reports out: one file after the other, or many at once."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from seqscore_lint import registry, suppress
from seqscore_lint.config import ConfigError, Settings
from seqscore_lint.finding import CONFIDENCES, Edit, Finding
from seqscore_lint.prefilter import possible
from seqscore_lint.rule import Rule
from seqscore_lint.source import Source, Unreadable, digest_of, open_source, syntax_error

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from seqscore_lint.cache import Cache

_PATIENCE = 0.25
"""Seconds of work after which other processes and the cache are worth their start."""
_CHUNK = 24
"""Files handed to a worker at once."""
_PASSES = 10
"""Rounds of fixing: a fix can make room for the next."""

Consulted = Mapping[str, str]
"""Other files of the project that were looked into, with the digest of each; empty where there was none."""
_NONE: Consulted = {}
Work = list[tuple[str, Settings, "bytes | None"]]
"""Files: path, settings, and content where it was read already."""


class Plan(NamedTuple):
    """What is to be done with every file."""

    act: str = ""
    """Empty: report. ``fix``, ``add-ignore``: change the text too."""
    unsafe: bool = False
    """Whether fixes that change the number are applied."""
    edits: bool = False
    """Whether the edits of each fix are wanted."""


class Problem(NamedTuple):
    """Why a file could not be analysed."""

    kind: str
    """``invalid-`` syntax, encoding or notebook; ``too-deep``; ``io-error``; ``internal-error``."""
    message: str
    row: int = 1
    column: int = 1


class FileReport(NamedTuple):
    """What is known of one file after it was checked."""

    path: str
    findings: tuple[Finding, ...] = ()
    problem: Problem | None = None
    active: frozenset[str] = frozenset()
    """The codes that were looked for."""
    edits: tuple[tuple[Edit, ...], ...] = ()
    """Where asked for, the edits that fix each finding."""
    raw: bytes | None = None
    """The content that the findings are about, where it is not what the file holds."""
    before: bytes = b""
    changed: bytes | None = None
    """The content before and after fixing, where that changed it."""
    mended: int = 0
    """How many findings a fix or a comment took away."""
    digest: str = ""
    consulted: Consulted = _NONE
    """The other files that the findings depend on."""

    def source(self) -> Source | None:
        """The file's text, None where it cannot be read."""
        try:
            return open_source(self.path, read(self.path) if self.raw is None else self.raw)
        except (OSError, Unreadable):
            return None


def read(path: str) -> bytes:
    """The content of a file."""
    with open(path, "rb") as file:
        return file.read()


def signatures(settings: Settings) -> dict[str, Any] | None:
    """What plugins and the settings know about functions; the settings win."""
    known = {key: value for table in registry.signatures() for key, value in table.items()}
    return {**known, **(settings.signatures or {})} or None


def analyse(source: Source, rules: Sequence[Rule], settings: Settings) -> tuple[list[Finding], Consulted]:
    """All findings of the rules in a file, before comments and confidence are looked at, and what they depend on.

    Raises:
        Unreadable: The file does not parse.
    """
    _ = source.text  # says what is wrong with the encoding in our words
    rules = possible(source.code, rules)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not rules:
            source.check_syntax()
            return [], {}
        from seqscore_lint import engine
        from seqscore_lint.flow.project import Project

        project = Project(settings.root)
        try:
            found = engine.analyse(
                source.code, source.path, rules, signatures=signatures(settings), project=project
            )
            return found, project.consulted
        except SyntaxError as error:
            raise syntax_error(error) from error
        except (RecursionError, MemoryError) as error:  # the second is the parser's word for it
            raise Unreadable("too-deep", "expressions are nested too deeply to be followed") from error


def check(source: Source, settings: Settings) -> FileReport:
    """What is to be said about a file.

    Raises:
        Unreadable: The file does not parse.
    """
    rules = registry.rules()
    codes = tuple(rule.code for rule in rules)
    active = settings.codes_for(source.path, (registry.UNUSED.code, *codes))
    found, consulted = analyse(source, [rule for rule in rules if rule.code in active], settings)
    left, unused = suppress.apply(found, source, active, codes)
    weakest = CONFIDENCES.index(settings.min_confidence)
    left = [finding for finding in left if CONFIDENCES.index(finding.confidence) >= weakest]
    if registry.UNUSED.code in active:
        left += unused
    left.sort(key=lambda f: (f.row, f.column, f.code))
    return FileReport(source.path, tuple(left), active=active, consulted=consulted)


def findings_of(text: str, rule: Rule) -> list[Finding]:
    """The findings of one rule in a text, with the default settings."""
    source = Source("<module>", text.encode("utf-8", "surrogatepass"))
    return [finding for finding in check(source, Settings("/")).findings if finding.code == rule.code]


def run(
    files: Sequence[tuple[str, Settings]],
    plan: Plan,
    *,
    jobs: int,
    executor: str = "process",
    cache_folder: str | None = None,
    eager_cache: bool = False,
) -> list[FileReport]:
    """Check files; the reports come in the files' order however many processes work.

    The first quarter of a second is done here, since most runs end in it: only longer ones pay for the cache
    and for other processes.

    Args:
        files: Absolute paths, each with the settings that hold for it.
        plan: What to do with each.
        jobs: How many processes may work.
        executor: ``process``, or ``dask`` for the workers of a Dask cluster.
        cache_folder: Where the cache is, None for none.
        eager_cache: Use the cache however short the run is.
    """
    if project := sys.modules.get("seqscore_lint.flow.project"):  # dear to import, for files without a score
        project.forget()
    reports: dict[str, FileReport] = {}
    pending: Work = [(path, settings, None) for path, settings in files]
    end = time.perf_counter() + (_PATIENCE if executor == "process" else 0)
    store = None
    if cache_folder and eager_cache:
        store, pending = _take_known(cache_folder, pending, plan, reports)
    while pending and time.perf_counter() < end:
        path, settings, _ = pending.pop(0)
        reports[path] = check_file(path, settings, plan, digest=store is not None)
    if cache_folder and pending and store is None:
        store, pending = _take_known(cache_folder, pending, plan, reports)
    if pending:
        chunks = [pending[i : i + _CHUNK] for i in range(0, len(pending), _CHUNK)]
        reports.update(_spread(chunks, plan, store is not None, jobs, executor))
    if store:
        for path, report in reports.items():
            if report.digest and not report.problem:
                store.put(path, report.digest, report.findings, report.consulted)
        store.save()
    return [reports[path] for path, _ in files]


def _take_known(folder: str, pending: Work, plan: Plan, reports: dict[str, FileReport]) -> tuple[Cache, Work]:
    """Open the cache, report what it knows, and say what is left to do."""
    from seqscore_lint.cache import Cache

    store = Cache(folder, {id(settings): settings for _, settings, _ in pending}.values())
    left: Work = []
    for path, settings, raw in pending:
        try:
            findings = store.get(path, digest_of(read(path))) if store.knows(path) else None
        except OSError:
            findings = None
        if findings is None:
            left.append((path, settings, raw))
            continue
        codes = (registry.UNUSED.code, *(rule.code for rule in registry.rules()))
        report = FileReport(path, findings, active=settings.codes_for(path, codes))
        reports[path] = report._replace(edits=_edits(report)) if plan.edits and findings else report
    return store, left


def _spread(
    chunks: list[Work], plan: Plan, digest: bool, jobs: int, executor: str
) -> Iterator[tuple[str, FileReport]]:
    """Check chunks of files, each by whoever is free."""
    if executor == "process" and (jobs == 1 or len(chunks) == 1):
        for chunk in chunks:
            yield from _check_chunk(chunk, plan, digest)
        return
    open_executor: Callable[[int], AbstractContextManager[Executor]] = _processes
    if executor == "dask":  # its workers may be on machines that do not have the files
        open_executor = _dask
        chunks = [[(path, settings, _loaded(path)) for path, settings, _ in chunk] for chunk in chunks]
    with open_executor(min(jobs, len(chunks))) as pool:
        try:
            futures = [pool.submit(_check_chunk, chunk, plan, digest) for chunk in chunks]
            for chunk, future in zip(chunks, futures, strict=True):
                error = future.exception()
                if isinstance(error, (OSError, RuntimeError)):
                    problem = Problem("internal-error", f"a worker process died: {error}")
                    yield from ((path, FileReport(path, problem=problem)) for path, _, _ in chunk)
                else:
                    yield from future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _check_chunk(chunk: Work, plan: Plan, digest: bool) -> list[tuple[str, FileReport]]:
    reports = [(path, check_file(path, settings, plan, raw, digest)) for path, settings, raw in chunk]
    return [(path, report._replace(raw=report.changed)) for path, report in reports]


def _loaded(path: str) -> bytes | None:
    try:
        return read(path)
    except OSError:
        return None


def _processes(jobs: int) -> Executor:
    import signal
    from concurrent.futures import ProcessPoolExecutor

    # An interrupted worker ends without a word; the run says that it was interrupted.
    return ProcessPoolExecutor(jobs, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_DFL))


@contextmanager
def _dask(jobs: int) -> Iterator[Executor]:
    """The workers of the cluster that Dask is configured for, or of one on this machine."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ConfigError("--executor: found dask, which is not installed, expected process") from error
    local = {} if dask.config.get("scheduler-address", None) else {"n_workers": jobs, "threads_per_worker": 1}
    with Client(**local) as client:
        yield client.get_executor()


def check_file(
    path: str, settings: Settings, plan: Plan, raw: bytes | None = None, digest: bool = False
) -> FileReport:
    """Check one file, and fix it where that is planned. Whatever is wrong with it ends up in the report.

    Args:
        path: Its absolute path.
        settings: What to look for.
        plan: What to do.
        raw: Its content, where it is not to be read.
        digest: Whether the report tells the content's digest.
    """
    try:
        source = open_source(path, read(path) if raw is None else raw)
        report = check(source, settings)._replace(raw=raw)
        if digest:
            report = report._replace(digest=digest_of(source.raw))
        if plan.act and report.findings:
            report = _change(report, source, settings, plan)
        if plan.edits and report.findings:
            report = report._replace(edits=_edits(report))
        return report
    except OSError as error:
        problem = Problem("io-error", error.strerror or str(error))
    except Unreadable as error:
        problem = Problem(error.kind, error.message, error.row, error.column)
    except Exception as error:
        problem = Problem("internal-error", _where(error))
    return FileReport(path, problem=problem, raw=raw)


def _where(error: BaseException) -> str:
    """An error of ours in one line, with the place that has to be looked at."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"
    text = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"{text} ({place}); please report this together with the file"


def fixes(findings: Iterable[Finding], unsafe: bool) -> list[tuple[Finding, Any]]:
    """The findings whose rule has a fix that may be applied, with the fix."""
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    by_code = {rule.code: rule.fix for rule in registry.rules()}
    pairs = [(finding, by_code.get(finding.code)) for finding in findings]
    return [(finding, fix) for finding, fix in pairs if fix and fix.applicability in allowed]


def _change(report: FileReport, source: Source, settings: Settings, plan: Plan) -> FileReport:
    """The report on what is left after the text was changed."""
    original, findings = source, list(report.findings)
    for _ in range(_PASSES):
        text = _mended(source, findings, plan)
        if text == source.text:
            break
        source = open_source(report.path, source.encode(text))
        findings = list(check(source, settings).findings)
    if source is original:
        return report
    return report._replace(
        findings=tuple(findings),
        raw=source.raw,
        before=original.raw,
        changed=source.raw,
        mended=len(report.findings) - len(findings),
    )


def _mended(source: Source, findings: list[Finding], plan: Plan) -> str:
    if plan.act == "add-ignore":
        return suppress.add(source, [f for f in findings if f.code != registry.UNUSED.code])
    fixable = fixes(findings, plan.unsafe)
    if not fixable:
        return source.text
    from seqscore_lint import codemods

    tree = codemods.parse(source.text)
    return tree.mend(fixable) if tree else source.text


def _edits(report: FileReport) -> tuple[tuple[Edit, ...], ...]:
    pairs = dict(fixes(report.findings, unsafe=True))
    source = report.source()
    if not pairs or source is None:
        return ((),) * len(report.findings)
    from seqscore_lint import codemods

    tree = codemods.parse(source.text)
    edits = tree.edits(pairs) if tree else {}
    return tuple(tuple(edits.get(f, ())) for f in report.findings)


def write(path: str, raw: bytes) -> None:
    """Replace a file's content in one step, and keep its mode; a link stays a link."""
    path = os.path.realpath(path)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(raw)
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
