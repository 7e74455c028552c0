"""The pytest plugin: options, marker and fixtures. Everything else is imported where it is used.

pytest imports this module in every run of every project that has the package installed, so it imports nothing
but pytest itself. PYTEST_DONT_REWRITE
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from typing import Any

    from pytest_seqscore.toy import ToyLM

FIXTURES = frozenset({"seqscore", "toy_lm", "toy_hf_model", "toy_hf_tokenizer", "toy_server"})
"""A test that asks for one of these appears in the report, passed or not."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("seqscore", "sequence scores (pytest-seqscore)")
    group.addoption(
        "--seqscore-report",
        metavar="FILE",
        help="write the scoring tests, their diagnoses and check results to FILE (.html or .json)",
    )
    group.addoption(
        "--seqscore-lint",
        action="store_true",
        help="also lint every collected Python file for scoring bugs, one item a file",
    )
    group.addoption(
        "--seqscore-list-checks",
        action="store_true",
        help="list the conformance checks with their interfaces and codes, and exit",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "seqscore(rtol=, atol=): tolerances of the test's assertions, in place of the computed bound.",
    )
    path = config.getoption("seqscore_report")
    if path and not path.endswith((".html", ".json")):
        raise pytest.UsageError(f"--seqscore-report: found {path!r}, expected a file name in .html or .json")
    if config.getoption("seqscore_lint"):
        from pytest_seqscore import lint_items

        config.pluginmanager.register(lint_items, "seqscore-lint")


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    if not config.getoption("seqscore_list_checks"):
        return None
    from pytest_seqscore.checks import describe_checks

    print(describe_checks())
    return 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Assertions of a marked test that are given no tolerance use the marker's."""
    marker = item.get_closest_marker("seqscore")
    if marker is None:
        return (yield)
    found = [repr(value) for value in marker.args] + [
        key for key in marker.kwargs if key not in ("rtol", "atol")
    ]
    if found:
        pytest.fail(
            f"marker seqscore: found {', '.join(found)}, expected rtol= and atol= only", pytrace=False
        )
    from pytest_seqscore.assertions.compare import stated

    before = stated.set(marker.kwargs)
    try:
        return (yield)
    finally:
        stated.reset(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach plain data to the report: it survives the trip from an xdist worker."""
    report = yield
    error = call.excinfo.value if call.excinfo is not None else None
    ours = call.when == "call" and not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
    if ours or isinstance(error, AssertionError) or item.get_closest_marker("seqscore"):
        from pytest_seqscore.reporting import annotate

        annotate(report, item, error, ours)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    path = config.getoption("seqscore_report")
    if not path and not any(hasattr(r, "seqscore") for r in terminalreporter.stats.get("failed", ())):
        return
    from pytest_seqscore.reporting import summarise, write_report

    summarise(terminalreporter)
    if path:
        write_report(terminalreporter.stats, path)


@pytest.fixture
def seqscore() -> Any:
    """The module ``pytest_seqscore``: assertions, oracles, checks. The marker sets a test's tolerances.
    Example::
        @pytest.mark.seqscore(rtol=1e-3)
        def test_score(seqscore, toy_lm):
            tokens = toy_lm.sample(8)
            actual = my_score(toy_lm.logits(tokens), tokens)
            seqscore.assert_sequence_logprob(actual, toy_lm.logits(tokens), tokens, layout="causal")
    """
    import pytest_seqscore

    return pytest_seqscore


@pytest.fixture
def toy_lm() -> ToyLM:
    """A small exactly solvable language model: numpy only, every log-probability known.
    Example::
        def test_score(toy_lm):
            tokens = toy_lm.sample(8)
            assert my_score(toy_lm.logits(tokens), tokens) == pytest.approx(toy_lm.logprob(tokens))
    """
    from pytest_seqscore.toy import ToyLM

    return ToyLM()


@pytest.fixture
def toy_hf_model() -> Any:
    """The toy language model as a transformers ``PreTrainedModel`` that runs forward and ``generate``.
    Example::
        def test_score(toy_hf_model, toy_hf_tokenizer):
            score = my_score(toy_hf_model, toy_hf_tokenizer, "The cat", " sat")
            tokens = toy_hf_tokenizer("The cat sat").input_ids
            assert score == pytest.approx(toy_hf_model.toy_lm.logprob(tokens, prompt_length=3))
    """
    pytest.importorskip("transformers")
    from pytest_seqscore import toy

    return toy.hf_model()


@pytest.fixture
def toy_hf_tokenizer() -> Any:
    """The toy model's ``PreTrainedTokenizerFast``: BOS, EOS, PAD, merges and a chat template.
    Example::
        def test_one_bos(toy_hf_tokenizer):
            ids = my_encode(toy_hf_tokenizer, [{"role": "user", "content": "The cat"}])
            assert ids.count(toy_hf_tokenizer.bos_token_id) == 1
    """
    pytest.importorskip("transformers")
    from pytest_seqscore import toy

    return toy.hf_tokenizer()


@pytest.fixture
def toy_server() -> Iterator[Any]:
    """A loopback HTTP server that speaks OpenAI completions and chat for the toy model.
    Example::
        def test_client(toy_server):
            score = my_client_score(toy_server.base_url, toy_server.model_name, "The cat", " sat")
            assert score == pytest.approx(toy_server.logprob("The cat", " sat"))
    """
    from pytest_seqscore import toy

    with toy.serve() as server:
        yield server
