"""Wrong scorers of API responses, over HTTP and parsed: every one is caught, and its bug named."""

from __future__ import annotations

import json
import math
import urllib.request

import pytest

from pytest_seqscore import Scorer, check_scorer

MUTANTS = []


def mutant(code, interface="response", returns="logprob"):
    """Register a scorer with the code of its bug."""

    def register(fn):
        MUTANTS.append(
            pytest.param(Scorer(fn, interface, returns), code, id=f"{interface}-{fn.__name__}-{code}")
        )
        return fn

    return register


@pytest.mark.parametrize(("scorer", "code"), MUTANTS)
def test_mutant_is_caught_and_named(scorer, code):
    report = check_scorer(scorer, on_fail="return")
    assert not report.passed
    assert code in report.codes


def logprobs(response):
    return response["choices"][0]["logprobs"]


def known(values):
    return [value for value in values if value is not None]


@mutant("SEQ301")
def includes_the_prompt(response, prompt_length):
    return sum(known(logprobs(response)["token_logprobs"]))


@mutant("SEQ305")
def starts_one_too_late(response, prompt_length):
    return sum(known(logprobs(response)["token_logprobs"][prompt_length + 1 :]))


@mutant("SEQ306")
def takes_the_last_token_for_generated(response, prompt_length):
    return sum(known(logprobs(response)["token_logprobs"][prompt_length:-1]))


@mutant("SEQ204")
def takes_the_top_entry(response, prompt_length):
    return sum(max(top.values()) for top in logprobs(response)["top_logprobs"][prompt_length:] if top)


@mutant("SEQ211")
def takes_the_first_entry(response, prompt_length):
    return sum(next(iter(top.values())) for top in logprobs(response)["top_logprobs"][prompt_length:] if top)


@mutant("SEQ212")
def keeps_a_mapping_by_text(response, prompt_length):
    found = logprobs(response)
    by_text = dict(zip(found["tokens"][prompt_length:], found["token_logprobs"][prompt_length:]))
    return sum(known(by_text.values()))


@mutant("SEQ212")
def strips_token_texts(response, prompt_length):
    found = logprobs(response)
    by_text = {text.strip(): lp for text, lp in zip(found["tokens"], found["token_logprobs"])}
    return sum(known(by_text[text.strip()] for text in found["tokens"][prompt_length:]))


@mutant("SEQ213")
def scores_missing_tokens_zero(response, prompt_length):
    found = logprobs(response)
    pairs = list(zip(found["tokens"], found["top_logprobs"]))[prompt_length:]
    return sum(top.get(token, 0.0) for token, top in pairs if top)


@mutant("SEQ311", returns="mean_logprob")
def takes_null_for_certain(response, prompt_length):
    scores = [lp or 0.0 for lp in logprobs(response)["token_logprobs"][prompt_length:]]
    return sum(scores) / max(len(scores), 1)


@mutant("SEQ401")
def averages(response, prompt_length):
    scores = known(logprobs(response)["token_logprobs"][prompt_length:])
    return sum(scores) / max(len(scores), 1)


@mutant("SEQ404")
def adds_probabilities(response, prompt_length):
    return sum(math.exp(lp) for lp in known(logprobs(response)["token_logprobs"][prompt_length:]))


@mutant("SEQ407")
def multiplies_log_probabilities(response, prompt_length):
    return math.prod(known(logprobs(response)["token_logprobs"][prompt_length:]))


@mutant("SEQ411", returns="perplexity")
def raises_two(response, prompt_length):
    scores = known(logprobs(response)["token_logprobs"][prompt_length:])
    return 2 ** (-sum(scores) / len(scores))


@mutant("SEQ418", returns="mean_logprob")
def divides_by_all_tokens(response, prompt_length):
    found = logprobs(response)["token_logprobs"]
    return sum(known(found[prompt_length:])) / len(found)


@mutant("SEQ420")
def returns_surprisal(response, prompt_length):
    return -sum(known(logprobs(response)["token_logprobs"][prompt_length:]))


@mutant("SEQ603")
def multiplies_probabilities(response, prompt_length):
    return math.log(
        math.prod(math.exp(lp) for lp in known(logprobs(response)["token_logprobs"][prompt_length:]))
    )


@mutant("SEQ609", returns="perplexity")
def overflows(response, prompt_length):
    scores = known(logprobs(response)["token_logprobs"][prompt_length:])
    return math.exp(-sum(scores) / len(scores))


@mutant("SEQ611", returns="mean_logprob")
def divides_by_nothing(response, prompt_length):
    scores = known(logprobs(response)["token_logprobs"][prompt_length:])
    return sum(scores) / len(scores)


def complete(base_url, model_name, prompt, **options):
    request = {"model": model_name, "prompt": prompt, "max_tokens": 1, "echo": True, "logprobs": 1, **options}
    body = json.dumps(request).encode()
    with urllib.request.urlopen(
        urllib.request.Request(base_url + "/completions", body, {"Content-Type": "application/json"})
    ) as answer:
        return logprobs(json.load(answer))


def completion_scores(found, prompt, text):
    """Log-probs of tokens that end after the prompt, without the generated one."""
    ends = [*found["text_offset"][1:], len(text)]
    return [
        lp
        for lp, end in list(zip(found["token_logprobs"], ends))[:-1]
        if end > len(prompt) and lp is not None
    ]


@mutant("SEQ301", "completions")
def scores_the_whole_text(base_url, model_name, prompt, completion):
    found = complete(base_url, model_name, prompt + completion, max_tokens=0)
    return sum(known(found["token_logprobs"]))


@mutant("SEQ312", "completions")
def counts_the_tokens_of_the_prompt(base_url, model_name, prompt, completion):
    length = len(complete(base_url, model_name, prompt, max_tokens=0)["tokens"])
    return sum(known(complete(base_url, model_name, prompt + completion)["token_logprobs"][length:-1]))


@mutant("SEQ401", "completions")
def averages_the_completion(base_url, model_name, prompt, completion):
    scores = completion_scores(
        complete(base_url, model_name, prompt + completion), prompt, prompt + completion
    )
    return sum(scores) / max(len(scores), 1)


@mutant("SEQ309", "completions")
def writes_bos_itself(base_url, model_name, prompt, completion):
    prompt = "<s>" + prompt
    return sum(
        completion_scores(complete(base_url, model_name, prompt + completion), prompt, prompt + completion)
    )


@mutant("SEQ204", "completions")
def trusts_the_top_entry(base_url, model_name, prompt, completion):
    found = complete(base_url, model_name, prompt + completion)
    found["token_logprobs"] = [top and max(top.values()) for top in found["top_logprobs"]]
    return sum(completion_scores(found, prompt, prompt + completion))


@mutant("SEQ306", "completions")
def forgets_that_nothing_was_generated(base_url, model_name, prompt, completion):
    found = complete(base_url, model_name, prompt + completion, max_tokens=0)
    return sum(completion_scores(found, prompt, prompt + completion))


@mutant("SEQ213", "completions")
def looks_up_the_top_five(base_url, model_name, prompt, completion):
    found = complete(base_url, model_name, prompt + completion, logprobs=5)
    found["token_logprobs"] = [
        top and top.get(token, 0.0) for token, top in zip(found["tokens"], found["top_logprobs"])
    ]
    return sum(completion_scores(found, prompt, prompt + completion))


def harness_mutants():
    """Models of the harness with one thing wrong; made here because the base class may be missing."""
    pytest.importorskip("torch")
    huggingface = pytest.importorskip("lm_eval.models.huggingface")

    class Inverted(huggingface.HFLM):
        def _loglikelihood_tokens(self, requests, **options):
            return [(lp, not greedy) for lp, greedy in super()._loglikelihood_tokens(requests, **options)]

    class Mean(huggingface.HFLM):
        def _loglikelihood_tokens(self, requests, **options):
            answers = super()._loglikelihood_tokens(requests, **options)
            return [(lp / len(request[2]), greedy) for request, (lp, greedy) in zip(requests, answers)]

    class Whole(huggingface.HFLM):
        def _loglikelihood_tokens(self, requests, **options):
            moved = [(texts, context[:1], context[1:] + rest) for texts, context, rest in requests]
            return super()._loglikelihood_tokens(moved, **options)

    class Separate(huggingface.HFLM):
        def _encode_pair(self, context, continuation):
            return self.tok_encode(context), self.tok_encode(continuation, add_special_tokens=False)

    class Loss(huggingface.HFLM):
        def _loglikelihood_tokens(self, requests, **options):
            return [(-lp, greedy) for lp, greedy in super()._loglikelihood_tokens(requests, **options)]

    class NoBos(huggingface.HFLM):
        def tok_encode(self, string, add_special_tokens=None, **options):
            return super().tok_encode(string, add_special_tokens=False, **options)

    return {
        "SEQ505": Inverted, "SEQ401": Mean, "SEQ301": Whole,
        "SEQ312": Separate, "SEQ420": Loss, "SEQ310": NoBos,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["SEQ505", "SEQ401", "SEQ301", "SEQ312", "SEQ420", "SEQ310"])
def test_harness_mutant_is_caught_and_named(code):
    broken = harness_mutants()[code]
    report = check_scorer(
        lambda model, tokenizer: broken(pretrained=model, tokenizer=tokenizer, batch_size=4),
        interface="lm-eval",
        on_fail="return",
    )
    assert not report.passed
    assert code in report.codes
