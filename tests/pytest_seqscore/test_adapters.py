"""Outputs of other libraries, made by those libraries where they are installed, become arguments."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest

from pytest_seqscore import (
    SeqScoreAssertionError,
    SeqScoreInputError,
    adapters,
    assert_sequence_logprob,
    assert_token_logprobs,
    oracle,
    toy,
)

PROMPT, COMPLETION = "the cat", " sat on the mat"


@pytest.fixture
def hf() -> Iterator[tuple[Any, Any, Any]]:
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    with torch.no_grad():
        yield torch, toy.hf_model(), toy.hf_tokenizer()


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    with toy.serve() as running:
        yield running


def post(server: Any, path: str, **body: Any) -> dict[str, Any]:
    request = Request(
        f"{server.base_url}/{path}",
        json.dumps({"model": server.model_name, **body}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request) as response:
        return dict(json.load(response))


def by_hand(torch: Any, model: Any, sequences: Any, start: int) -> list[Any]:
    lp = torch.log_softmax(model(sequences).logits.double(), -1)[:, :-1]
    return list(lp.gather(-1, sequences[:, 1:, None]).squeeze(-1)[:, start - 1 :])


def test_generated_tokens_are_scored_up_to_the_first_eos(hf: Any) -> None:
    torch, model, tokenizer = hf
    inputs = tokenizer(["the cat"] * 4, return_tensors="pt")
    torch.manual_seed(0)
    output = model.generate(
        **inputs, max_new_tokens=8, do_sample=True, return_dict_in_generate=True, output_logits=True
    )
    start = inputs.input_ids.shape[1]
    expected = []
    for row, lps in zip(
        output.sequences[:, start:], by_hand(torch, model, output.sequences, start), strict=True
    ):
        end = (row == tokenizer.eos_token_id).nonzero()
        expected.append(float(lps[: int(end[0]) + 1 if len(end) else None].sum()))
    arguments = adapters.from_generate(output, eos_token_id=tokenizer.eos_token_id)
    assert_sequence_logprob(np.array(expected), **arguments, rtol=1e-5)


def test_beams_are_followed_back(hf: Any) -> None:
    torch, model, tokenizer = hf
    inputs = tokenizer("the cat", return_tensors="pt")
    output = model.generate(
        **inputs,
        max_new_tokens=4,
        num_beams=3,
        num_return_sequences=3,
        do_sample=False,
        return_dict_in_generate=True,
        output_logits=True,
        output_scores=True,
    )
    start = inputs.input_ids.shape[1]
    mask = (output.beam_indices >= 0)[:, : output.sequences.shape[1] - start]
    expected = [
        float(lps[kept[: len(lps)]].sum())
        for lps, kept in zip(by_hand(torch, model, output.sequences, start), mask, strict=True)
    ]
    assert_sequence_logprob(np.array(expected), **adapters.from_generate(output), rtol=1e-5)


def test_processed_scores_are_not_taken_for_the_model(hf: Any) -> None:
    _, model, tokenizer = hf
    inputs = tokenizer("the cat", return_tensors="pt")
    output = model.generate(**inputs, max_new_tokens=2, return_dict_in_generate=True, output_scores=True)
    with pytest.raises(SeqScoreInputError, match=r"output_logits=True.*scores are processed"):
        adapters.from_generate(output)


def test_model_outputs_with_and_without_labels(hf: Any) -> None:
    torch, model, tokenizer = hf
    batch = tokenizer(["the cat sat on the mat", "the dog"], return_tensors="pt", padding=True)
    labels = torch.where(batch.attention_mask == 1, batch.input_ids, -100)
    output = model(**batch, labels=labels)
    lps = (
        torch.log_softmax(output.logits.double(), -1)[:, :-1]
        .gather(-1, batch.input_ids[:, 1:, None])
        .squeeze(-1)
    )
    expected = (lps * batch.attention_mask[:, 1:]).sum(-1)
    assert_sequence_logprob(expected, **adapters.from_labels(output, labels), rtol=1e-9)
    assert_sequence_logprob(expected, **adapters.from_model(output, **batch), rtol=1e-9)
    from_logits = adapters.from_model(
        output.logits, batch.input_ids, batch.attention_mask, prompt_length=[3, 2]
    )
    assert_sequence_logprob(
        [float(lps[0, 2:].sum()), float((lps * batch.attention_mask[:, 1:])[1, 1:].sum())],
        **from_logits,
        rtol=1e-9,
    )


def test_openai_completions_with_echo(server: Any) -> None:
    response = post(
        server, "completions", prompt=PROMPT + COMPLETION, max_tokens=0, echo=True, logprobs=1, temperature=0
    )
    assert_sequence_logprob(
        server.logprob(PROMPT, COMPLETION), **adapters.from_openai(response, PROMPT), atol=1e-6
    )


def test_openai_objects_are_read_as_their_json_is(server: Any) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=server.base_url, api_key="none")
    response = client.completions.create(
        model=server.model_name, prompt=PROMPT, max_tokens=3, echo=True, logprobs=1
    )
    assert adapters.from_openai(response, PROMPT) == adapters.from_openai(response.model_dump(), PROMPT)
    chat = client.chat.completions.create(
        model=server.model_name, messages=[{"role": "user", "content": PROMPT}], logprobs=True, max_tokens=4
    )
    tokens = chat.choices[0].logprobs.content
    assert adapters.from_openai(chat) == {"token_logprobs": [token.logprob for token in tokens]}


def test_a_mean_of_api_logprobs_is_named() -> None:
    logprobs = {"token_logprobs": [None, -1.5, -0.25, -2.0], "tokens": [*"abcd"], "text_offset": [0, 1, 2, 3]}
    response = {"choices": [{"logprobs": logprobs}]}
    with pytest.raises(SeqScoreAssertionError) as error:
        assert_sequence_logprob(-1.125, **adapters.from_openai(response, "ab"), dtype="float64")
    assert error.value.diagnosis is not None
    assert error.value.diagnosis.codes == ("SEQ401",)


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ({"choices": []}, "0 entries"),
        ({"choices": [{"logprobs": None}]}, "no log-probs"),
        ({"error": "overloaded"}, "none"),
        (
            {"choices": [{"logprobs": {"content": [{"logprob": -0.1}, {"logprob": -9999.0}]}}]},
            "-9999.0 for token 1",
        ),
    ],
)
def test_a_response_without_logprobs_is_one_clear_line(response: dict[str, Any], found: str) -> None:
    with pytest.raises(SeqScoreInputError) as error:
        adapters.from_openai(response)
    assert found in str(error.value)
    assert "\n" not in str(error.value)


def vllm_output(as_json: bool) -> Any:
    """A RequestOutput with the candidates and the chosen token in each dict, as vLLM makes it."""
    entries = [None, {5: -1.5, 3: -0.1}, {7: -0.25}, {2: -3.0, 9: -0.2, 4: -0.3}]
    if as_json:
        return {
            "prompt_token_ids": [1, 5, 7, 2],
            "prompt_logprobs": [
                e and {str(k): {"logprob": v, "rank": 1} for k, v in e.items()} for e in entries
            ],
        }
    made = [e and {k: SimpleNamespace(logprob=v, rank=1) for k, v in e.items()} for e in entries]
    return SimpleNamespace(prompt_token_ids=[1, 5, 7, 2], prompt_logprobs=made, outputs=[])


@pytest.mark.parametrize("as_json", [False, True])
def test_vllm_prompt_logprobs(as_json: bool) -> None:
    arguments = adapters.from_vllm(vllm_output(as_json))
    assert arguments == {"token_logprobs": [None, -1.5, -0.25, -3.0], "tokens": [1, 5, 7, 2]}
    assert_sequence_logprob(-3.25, **arguments, prompt_length=2)
    assert_token_logprobs([None, -1.5, -0.25, -3.0], **arguments)


def test_vllm_generated_logprobs_and_what_is_missing() -> None:
    generated = SimpleNamespace(
        token_ids=[4, 6], logprobs=[{4: SimpleNamespace(logprob=-0.5)}, {6: SimpleNamespace(logprob=-1.0)}]
    )
    output = SimpleNamespace(prompt_logprobs=None, prompt_token_ids=[1, 2], outputs=[generated])
    assert adapters.from_vllm(output) == {"token_logprobs": [-0.5, -1.0], "tokens": [4, 6]}
    with pytest.raises(SeqScoreInputError, match="2 candidates at 1"):
        adapters.from_vllm({"prompt_logprobs": [None, {"5": {"logprob": -1.0}, "3": {"logprob": -0.1}}]})
    with pytest.raises(SeqScoreInputError, match="prompt_logprobs or logprobs"):
        adapters.from_vllm(
            SimpleNamespace(
                prompt_logprobs=None, prompt_token_ids=[1], outputs=[SimpleNamespace(logprobs=None)]
            )
        )


def test_lm_eval_samples_hold_numbers_as_strings() -> None:
    sample = {
        "doc_id": 0,
        "filtered_resps": [["-4.5", "False"], ["-2.25", "True"]],
        "resps": [[["-4.5", "False"]]],
    }
    np.testing.assert_array_equal(adapters.lm_eval_logprobs(sample), [-4.5, -2.25])
    np.testing.assert_array_equal(adapters.lm_eval_logprobs([(-4.5, False), (-2.25, True)]), [-4.5, -2.25])
    for wrong in ({"filtered_resps": ["a generated text"]}, {"doc_id": 0}):
        with pytest.raises(SeqScoreInputError, match="loglikelihood task"):
            adapters.lm_eval_logprobs(wrong)


def test_lm_eval_loglikelihood_agrees_with_the_toy() -> None:
    lm_eval = pytest.importorskip("lm_eval")
    from lm_eval.api.instance import Instance

    model = toy.lm_eval()
    assert isinstance(model, lm_eval.api.model.LM)
    answers = model.loglikelihood(
        [Instance("loglikelihood", {}, (PROMPT, c), 0) for c in (COMPLETION, " ran")]
    )
    np.testing.assert_array_equal(adapters.lm_eval_logprobs(answers), [logprob for logprob, _ in answers])


@pytest.mark.parametrize(("surprisal", "base_two"), [(False, False), (True, False), (True, True)])
def test_minicons_token_scores(hf: Any, surprisal: bool, base_two: bool) -> None:
    scorer = pytest.importorskip("minicons.scorer")
    _, model, tokenizer = hf
    lm = scorer.IncrementalLMScorer(model, "cpu", tokenizer=tokenizer)
    pairs = lm.token_score("the cat sat", surprisal=surprisal, base_two=base_two)
    arguments = adapters.from_minicons(pairs, surprisal=surprisal, base_two=base_two)
    assert arguments["token_logprobs"][0] is None
    total = lm.sequence_score("the cat sat", reduction=lambda x: x.sum().item())
    assert_sequence_logprob(total, **arguments, rtol=1e-5)


def test_minicons_wants_one_sentence() -> None:
    two = [[("a", 0.0), ("b", -1.0)], [("c", 0.0)]]
    with pytest.raises(SeqScoreInputError, match="2 sentences"):
        adapters.from_minicons(two)
    halves = adapters.from_minicons(two[0], base_two=True)
    assert oracle.sequence_logprob(**halves) == pytest.approx(-math.log(2))
