"""The command ``seqscore-lint``.

Exit status: 0 nothing found, 1 findings, 2 could not run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from seqscore_lint.config import FORMATS, ConfigError, Resolver, Settings
from seqscore_lint.finding import CONFIDENCES
from seqscore_lint.plugins import PluginError


class UsageError(Exception):
    """An option that cannot be used; the message is one line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(_parser().parse_args(argv))
        sys.stdout.flush()
        return status
    except (UsageError, ConfigError, PluginError) as error:
        _complain(f"error: {error}")
        return 2
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="seqscore-lint",
        description="Find bugs in code that scores language-model output, by following scores through it.",
        epilog="Exit status: 0 nothing found, 1 findings, 2 could not run.",
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders, - for standard input (default: .)")
    add("--version", action="store_true", help="print the version")
    add("--explain", metavar="CODE|FILE:ROW", help="explain a rule, or what is known of the values on a row")
    add("--list-rules", action="store_true", help="list all rules")

    group = parser.add_argument_group("rules").add_argument
    group(
        "--select",
        action="append",
        metavar="CODES",
        help="codes, prefixes or names, with commas (default: ALL)",
    )
    group("--ignore", action="append", metavar="CODES", help="codes not to look for")
    group("--extend-select", action="append", metavar="CODES", help="codes besides those selected")
    group(
        "--per-file-ignores",
        action="append",
        metavar="PATTERN:CODE,...",
        help="codes to ignore in some files",
    )
    group(
        "--min-confidence",
        choices=CONFIDENCES[::-1],
        help="report findings at least this sure (default: likely)",
    )

    group = parser.add_argument_group("files").add_argument
    group(
        "--exclude",
        action="append",
        metavar="PATTERNS",
        help="as in .gitignore, in place of the default ones",
    )
    group("--extend-exclude", action="append", metavar="PATTERNS", help="more patterns to exclude")
    group("--force-exclude", action="store_true", help="exclude files even when they are named")
    group("--stdin-filename", metavar="PATH", help="the path of what comes on standard input")

    group = parser.add_argument_group("output").add_argument
    group("--output-format", choices=FORMATS, help="default: full")
    group("--output-file", "-o", metavar="FILE", help="write the report there")
    group("--statistics", action="store_true", help="count the findings of each rule")
    group("--exit-zero", "-e", action="store_true", help="exit with 0 even if there are findings")

    group = parser.add_argument_group("changes").add_argument
    group("--fix", action="store_true", help="mend what can be mended for certain")
    group("--unsafe-fixes", action="store_true", help="mend also where that changes the number on purpose")
    group("--diff", action="store_true", help="show what would be mended, and write nothing")
    group("--add-ignore", action="store_true", help="add a comment that suppresses each finding")
    group("--baseline", metavar="FILE", help="leave out the findings that FILE knows")
    group("--write-baseline", metavar="FILE", help="write all findings to FILE")

    group = parser.add_argument_group("running").add_argument
    group("--config", metavar="FILE", help="a pyproject.toml to be read in place of the nearest one")
    group("--isolated", action="store_true", help="read no configuration")
    group("--jobs", "-j", type=_jobs, metavar="N", help="processes at most (default: one for each processor)")
    group("--executor", choices=("process", "dask"), default="process", help="where files are checked")
    group("--cache-dir", metavar="FOLDER", help="default: .seqscore-cache in the project's folder")
    group("--no-cache", action="store_true", help="neither read nor write the cache")
    return parser


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number of processes from 1")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    if options.version:
        from seqscore_lint.version import version

        _print(f"seqscore-lint {version()}\n")
        return 0
    if options.explain:
        return _explain(options.explain, Resolver(config=options.config, isolated=options.isolated))
    resolver = Resolver(_settings_of(options), options.config, options.isolated)
    settings = resolver.settings(os.getcwd())
    if options.list_rules:
        from seqscore_lint.explain import list_rules

        _print(list_rules(as_json=settings.output_format.startswith("json")))
        return 0
    return _lint(options, resolver, settings)


def _settings_of(options: argparse.Namespace) -> dict[str, Any]:
    """The options that stand above the configuration, as the configuration spells them."""
    given: dict[str, Any] = {}
    for key in ("select", "ignore", "extend_select", "exclude", "extend_exclude"):
        if values := getattr(options, key):
            given[key.replace("_", "-")] = [item for value in values for item in _split(value)]
    for key in ("min_confidence", "output_format", "cache_dir", "baseline"):
        if value := getattr(options, key):
            given[key.replace("_", "-")] = value
    for pair in _split(",".join(options.per_file_ignores or ())):
        pattern, colon, code = pair.rpartition(":")
        if not colon:
            raise ConfigError(f"--per-file-ignores: found {pair!r}, expected pattern:code")
        given.setdefault("per-file-ignores", {}).setdefault(pattern, []).append(code)
    return given


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _explain(what: str, resolver: Resolver) -> int:
    from seqscore_lint import explain

    if code := explain.find(what):
        _print(explain.explain(code))
        return 0
    path, colon, row = what.rpartition(":")
    if not colon or not row.isdecimal():
        raise UsageError(f"--explain: found {what!r}, expected a code like SEQ401, a name, or FILE:ROW")
    from seqscore_lint import runner, witness
    from seqscore_lint.flow.project import Project
    from seqscore_lint.source import Unreadable, open_source

    try:
        source = open_source(os.path.abspath(path), runner.read(path))
        settings = resolver.settings(os.path.dirname(source.path))
        project = Project(settings.root)
        _print(witness.explain_row(source, int(row), runner.signatures(settings), project))
    except OSError as error:
        raise UsageError(f"--explain: {path} cannot be read: {error.strerror}") from error
    except (Unreadable, SyntaxError) as error:
        raise UsageError(f"--explain: {path} does not parse: {error}") from error
    return 0


def _lint(options: argparse.Namespace, resolver: Resolver, settings: Settings) -> int:
    from seqscore_lint import output, registry, report, runner

    registry.rules()  # a plugin that is broken is said once, and workers inherit what is loaded
    act = "add-ignore" if options.add_ignore else "fix" if options.fix or options.diff else ""
    form = settings.output_format
    plan = runner.Plan(act, options.unsafe_fixes, edits=form in output.SHOW_EDITS and not options.diff)
    unreadable: list[runner.FileReport] = []

    def on_error(path: str, why: str) -> None:
        unreadable.append(runner.FileReport(path, problem=runner.Problem("io-error", why)))

    stdin = options.paths == ["-"] or (options.stdin_filename and not options.paths)
    if stdin:
        path = os.path.abspath(options.stdin_filename or "-")
        its = resolver.settings(os.path.dirname(path))
        raw = sys.stdin.buffer.read()
        skip = options.force_exclude and its.excludes_given(path)
        reports = [] if skip else [runner.check_file(path, its, plan, raw)]
    else:
        from seqscore_lint import files

        found = files.find(
            options.paths or ["."], resolver, force_exclude=options.force_exclude, on_error=on_error
        )
        if not found and not unreadable:
            _complain("warning: no Python files found under the given paths")
        cache_folder = settings.cache_dir or os.path.join(settings.root, ".seqscore-cache")
        reports = runner.run(
            [(path, resolver.settings(os.path.dirname(path))) for path in found],
            plan,
            jobs=options.jobs or _processors(),
            executor=options.executor,
            cache_folder=None if options.no_cache or act else cache_folder,
            eager_cache=bool(options.cache_dir),
        )
        reports = sorted(reports + unreadable, key=lambda one: one.path)
    for one in reports:
        if one.problem:
            kind, message, row, column = one.problem
            _complain(f"{report.shown(one.path)}:{row}:{column}: {kind}: {message}")
    named = {os.path.abspath(path) for path in options.paths}
    failed = 2 if any(one.problem and _fatal(one, named) for one in reports) else 0

    if act and not options.diff and not stdin:
        _write_changes(reports)
    if options.diff:
        text = "".join(_diff(one) for one in reports if one.changed is not None)
        _emit(text, options.output_file)
        return failed or (1 if text and not options.exit_zero else 0)
    if stdin and act:
        _print_raw(reports[0].changed if reports and reports[0].changed is not None else raw)
    if options.add_ignore:
        _complain(f"added comments for {sum(one.mended for one in reports)} findings")
        return failed
    if options.write_baseline:
        return _write_baseline(options.write_baseline, reports) or failed
    if settings.baseline:
        reports = _without_known(settings.baseline, reports)

    base = settings.root if form in output.SHOW_FINGERPRINTS else None
    result = report.Report(
        report.items(reports, base),
        len(reports),
        registry.rules(),
        options.unsafe_fixes,
        sum(one.mended for one in reports),
    )
    if options.statistics:
        from seqscore_lint.output import statistics

        text = statistics.render(result, as_json=form.startswith("json"))
    else:
        to_terminal = not options.output_file and not (stdin and act)
        text = output.render(result, form, colour=to_terminal and _colours())
    if stdin and act and not options.output_file:
        sys.stderr.write(text)
    else:
        _emit(text, options.output_file)
    return failed or (1 if result.items and not options.exit_zero else 0)


def _fatal(one: Any, named: set[str]) -> bool:
    """Whether a problem is not the file's: our own mistake, or a path that the user got wrong."""
    kind = one.problem.kind
    return kind == "internal-error" or (kind == "io-error" and one.path in named)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _write_changes(reports: Sequence[Any]) -> None:
    from seqscore_lint import runner

    for one in reports:
        if one.changed is not None:
            try:
                runner.write(one.path, one.changed)
            except OSError as error:
                raise ConfigError(f"{one.path}: cannot be written: {error.strerror}") from error


def _diff(one: Any) -> str:
    """A unified diff of what would be written, as patch reads it."""
    from difflib import unified_diff

    from seqscore_lint.report import shown

    name = shown(one.path)
    before, after = (raw.decode("utf-8", "replace") for raw in (one.before, one.changed))
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _write_baseline(path: str, reports: Sequence[Any]) -> int:
    from seqscore_lint import baseline

    base = os.path.dirname(os.path.abspath(path))
    known = [identity for one in reports for identity in _identities(one, base)]
    baseline.write(path, known)
    _complain(f"wrote {len(known)} findings to {path}")
    return 0


def _identities(one: Any, base: str) -> list[Any]:
    from seqscore_lint import baseline

    source = one.source() if one.findings else None
    return baseline.identify(one.findings, source, base) if source else []


def _without_known(path: str, reports: Sequence[Any]) -> list[Any]:
    """The reports without the findings of a baseline, after a word on entries that are no longer true."""
    from seqscore_lint import baseline

    base = os.path.dirname(os.path.abspath(path))
    known = baseline.read(path)
    found = {one.path: _identities(one, base) for one in reports}
    for entry in baseline.stale(known, found, base, {one.path: one.active for one in reports}):
        where = f" in {entry.function}" if entry.function else ""
        _complain(f"baseline: {entry.path}: {entry.code}{where} is no longer found: {entry.source[:60]}")
    out = []
    for one in reports:
        keep = [identity not in known for identity in found[one.path]] or [True] * len(one.findings)
        findings = tuple(finding for finding, new in zip(one.findings, keep, strict=True) if new)
        edits = tuple(edit for edit, new in zip(one.edits, keep, strict=False) if new)
        out.append(one._replace(findings=findings, edits=edits))
    return out


def _colours() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _emit(text: str, path: str | None) -> None:
    if path is None:
        _print(text)
        return
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"--output-file: {path} cannot be written: {error.strerror}") from error


def _print(text: str) -> None:
    sys.stdout.write(text)


def _print_raw(raw: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)


def _complain(text: str) -> None:
    print(f"seqscore-lint: {text}", file=sys.stderr)
