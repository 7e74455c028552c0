"""Released packages score the toy models; where one gives another number, the test says which and why."""

from __future__ import annotations

import json
import math

import pytest

from pytest_seqscore import toy
from pytest_seqscore.toy.tokenizer import BOS

PAIRS = [("The cat", " sat on a mat"), ("Is a mat blue?", " no"), ("A naïve", " café on a mat")]
TRAILING = ("Answer: ", "yes")
TEXTS = ["".join(pair) for pair in PAIRS]

tokenizer = toy.ToyTokenizer()
lm = toy.ToyLM()


def total(x):
    return x.sum(0).item()


def text_logprob(text):
    return lm.logprob(tokenizer.encode(text).ids)


def pair_logprob(pair):
    return lm.logprob(*tokenizer.encode_pair(*pair))


def without_bos(pair):
    ids, prompt_length = tokenizer.encode_pair(*pair)
    return lm.logprob(ids[1:], prompt_length - 1)


@pytest.fixture
def saved(tmp_path):
    """A folder with the model and tokenizer, as tools load them."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    toy.hf_model().save_pretrained(tmp_path)
    toy.hf_tokenizer().save_pretrained(tmp_path)
    return str(tmp_path)


def requests(kind, arguments):
    instance = pytest.importorskip("lm_eval.api.instance")
    return [instance.Instance(kind, {}, each, k) for k, each in enumerate(arguments)]


def test_openai_client_reads_echoed_logprobs(toy_server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=toy_server.base_url, api_key="none")
    for prompt, completion in PAIRS:
        answer = client.completions.create(
            model=toy_server.model_name, prompt=prompt + completion, max_tokens=0, echo=True, logprobs=3
        )
        found = answer.choices[0].logprobs
        assert found.token_logprobs[0] is None
        scored = [
            lp for lp, at in zip(found.token_logprobs, found.text_offset, strict=True) if at >= len(prompt)
        ]
        assert sum(scored) == pytest.approx(toy_server.logprob(prompt, completion))
        for lp, top, token in zip(
            found.token_logprobs[1:], found.top_logprobs[1:], found.tokens[1:], strict=True
        ):
            assert top[token] == lp or "\ufffd" in token
            assert 3 <= len(top) <= 4


def test_openai_client_reads_chat_and_streams(toy_server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=toy_server.base_url, api_key="none")
    messages = [{"role": "user", "content": "The cat"}]
    options = {"model": toy_server.model_name, "messages": messages, "logprobs": True, "top_logprobs": 2}
    answer = client.chat.completions.create(**options, max_completion_tokens=6, temperature=1.0, seed=3)
    content = answer.choices[0].logprobs.content
    prompt = tokenizer.encode("user: The cat</s>\nassistant:").ids
    assert answer.usage.prompt_tokens == len(prompt)
    assert answer.usage.completion_tokens == len(content)
    stream = client.chat.completions.create(
        **options, max_completion_tokens=6, temperature=1.0, seed=3, stream=True
    )
    streamed = [e for chunk in stream if chunk.choices[0].logprobs for e in chunk.choices[0].logprobs.content]
    assert [entry.logprob for entry in streamed] == [entry.logprob for entry in content]


def test_openai_client_streams_completions_and_retrieves_the_model(toy_server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=toy_server.base_url, api_key="none")
    assert client.models.retrieve(toy_server.model_name).id == toy_server.model_name
    prompt = "The cat"
    stream = client.completions.create(
        model=toy_server.model_name, prompt=prompt, max_tokens=5, temperature=0, logprobs=1, stream=True
    )
    choices = [chunk.choices[0] for chunk in stream]
    streamed = [lp for choice in choices if choice.logprobs for lp in choice.logprobs.token_logprobs]
    ids = tokenizer.encode(prompt).ids
    start = len(ids)
    for _ in streamed:
        ids.append(int(lm.next_logits(ids).argmax()))
    assert streamed == pytest.approx(lm.token_logprobs(ids, start))
    assert len(streamed) == 5
    assert "".join(choice.text for choice in choices) == tokenizer.decode(ids[start:])


def test_openai_client_sees_errors(toy_server):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=toy_server.base_url, api_key="none", max_retries=0)
    with pytest.raises(openai.NotFoundError, match="does not exist"):
        client.completions.create(model="another", prompt="The")
    with pytest.raises(openai.BadRequestError, match=r"logprobs: found 99, expected an integer from 0 to 20"):
        client.completions.create(model=toy_server.model_name, prompt="The", logprobs=99)


def test_harness_local_completions_with_bos(toy_server, saved):
    """Its default sends token ids without BOS, so the numbers are those of SEQ310."""
    models = pytest.importorskip("lm_eval.models.openai_completions")
    options = {"base_url": toy_server.base_url + "/completions", "model": toy_server.model_name}
    options |= {"tokenizer": saved, "tokenizer_backend": "huggingface", "max_length": 512}
    pairs = [*PAIRS, TRAILING]
    default = models.LocalCompletionsAPI(**options).loglikelihood(
        requests("loglikelihood", pairs), disable_tqdm=True
    )
    assert [score for score, _ in default] == pytest.approx([without_bos(pair) for pair in pairs])
    with_bos = models.LocalCompletionsAPI(**options, add_bos_token=True)
    answers = with_bos.loglikelihood(requests("loglikelihood", pairs), disable_tqdm=True)
    assert [score for score, _ in answers] == pytest.approx([pair_logprob(pair) for pair in pairs])
    rolling = models.LocalCompletionsAPI(**options).loglikelihood_rolling(
        requests("loglikelihood_rolling", [(text,) for text in TEXTS]), disable_tqdm=True
    )
    assert rolling == pytest.approx([text_logprob(text) for text in TEXTS])


def test_harness_transformers_model(toy_hf_model, toy_hf_tokenizer):
    """Rolling windows put BOS before a tokenizer that adds one: SEQ309, unless ``add_bos_token=False``."""
    huggingface = pytest.importorskip("lm_eval.models.huggingface")
    model = huggingface.HFLM(pretrained=toy_hf_model, tokenizer=toy_hf_tokenizer, batch_size=2)
    pairs = [*PAIRS, TRAILING]
    answers = model.loglikelihood(requests("loglikelihood", pairs), disable_tqdm=True)
    assert [score for score, _ in answers] == pytest.approx([pair_logprob(pair) for pair in pairs], rel=1e-5)
    texts = requests("loglikelihood_rolling", [(text,) for text in TEXTS])
    twice = [lm.logprob([BOS, *tokenizer.encode(text).ids]) for text in TEXTS]
    assert model.loglikelihood_rolling(texts, disable_tqdm=True) == pytest.approx(twice, rel=1e-5)
    plain = huggingface.HFLM(pretrained=toy_hf_model, tokenizer=toy_hf_tokenizer, add_bos_token=False)
    once = [text_logprob(text) for text in TEXTS]
    assert plain.loglikelihood_rolling(texts, disable_tqdm=True) == pytest.approx(once, rel=1e-5)


@pytest.mark.parametrize("backend", ["toy", "transformers"])
def test_harness_metrics_are_the_exact_ones(backend, tmp_path, monkeypatch, toy_hf_model, toy_hf_tokenizer):
    lm_eval = pytest.importorskip("lm_eval")
    pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    model = toy.lm_eval()
    if backend == "transformers":
        huggingface = pytest.importorskip("lm_eval.models.huggingface")
        model = huggingface.HFLM(pretrained=toy_hf_model, tokenizer=toy_hf_tokenizer, add_bos_token=None)
    questions = [
        {"q": "The cat", "choices": [" sat on a mat", " is blue", " café"], "gold": 1},
        {"q": "Answer:", "choices": [" no no no", " yes", " not happy"], "gold": 0},
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)))
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in TEXTS))

    def task(name, **options):
        files = {"data_files": {"test": str(tmp_path / f"{name}.jsonl")}}
        return {
            "task": name,
            "dataset_path": "json",
            "dataset_kwargs": files,
            "test_split": "test",
            **options,
        }

    choice = task(
        "questions", output_type="multiple_choice", doc_to_text="{{q}}", doc_to_choice="{{choices}}",
        doc_to_target="gold", target_delimiter="", metric_list=[{"metric": "acc"}, {"metric": "acc_norm"}],
    )  # fmt: skip
    rolling = task(
        "texts", output_type="loglikelihood_rolling", doc_to_text="", doc_to_target="{{text}}",
        metric_list=[{"metric": m} for m in ("bits_per_byte", "byte_perplexity", "word_perplexity")],
    )  # fmt: skip
    tasks = [choice, rolling] if backend == "toy" else [choice]
    manager = pytest.importorskip("lm_eval.tasks").TaskManager(include_defaults=False)
    evaluation = lm_eval.simple_evaluate(model=model, tasks=tasks, bootstrap_iters=0, task_manager=manager)
    results = evaluation["results"]
    scores = [[pair_logprob((row["q"], c)) for c in row["choices"]] for row in questions]
    by_character = [
        [s / len(c) for s, c in zip(each, row["choices"], strict=True)]
        for each, row in zip(scores, questions, strict=True)
    ]
    for metric, ranked in (("acc", scores), ("acc_norm", by_character)):
        right = [each.index(max(each)) == row["gold"] for each, row in zip(ranked, questions, strict=True)]
        assert results["questions"][f"{metric},none"] == sum(right) / len(right)
    if backend == "toy":
        nats = -math.fsum(text_logprob(text) for text in TEXTS)
        size = sum(len(text.encode()) for text in TEXTS)
        words = sum(len(text.split()) for text in TEXTS)
        assert results["texts"]["bits_per_byte,none"] == pytest.approx(nats / size / math.log(2))
        assert results["texts"]["byte_perplexity,none"] == pytest.approx(math.exp(nats / size))
        assert results["texts"]["word_perplexity,none"] == pytest.approx(math.exp(nats / words))


def test_minicons_sums_means_and_bits(toy_hf_model, toy_hf_tokenizer):
    """The mean is its default; the token across a prompt's end is not scored (SEQ312)."""
    scorer = pytest.importorskip("minicons.scorer")
    model = scorer.IncrementalLMScorer(toy_hf_model, "cpu", tokenizer=toy_hf_tokenizer)
    truth = [text_logprob(text) for text in TEXTS]
    counts = [len(tokenizer.encode(text).ids) - 1 for text in TEXTS]
    assert model.sequence_score(TEXTS, reduction=total) == pytest.approx(truth, rel=1e-5)
    means = [s / n for s, n in zip(truth, counts, strict=True)]
    assert model.sequence_score(TEXTS) == pytest.approx(means, rel=1e-5)
    bits = [s / math.log(2) for s in truth]
    assert model.sequence_score(TEXTS, reduction=total, base_two=True) == pytest.approx(bits, rel=1e-5)
    prompts, completions = zip(*PAIRS, strict=True)
    conditional = model.conditional_score(list(prompts), list(completions), separator="", reduction=total)
    assert conditional == pytest.approx([pair_logprob(pair) for pair in PAIRS], rel=1e-5)
    merged = model.conditional_score([TRAILING[0]], [TRAILING[1]], separator="", reduction=total)
    assert merged == [0.0]
    assert pair_logprob(TRAILING) < -1


def test_torchmetrics_perplexity(toy_hf_model, toy_hf_tokenizer):
    """It does not shift; its log of softmax underflows to inf where log_softmax does not (SEQ602)."""
    text = pytest.importorskip("torchmetrics.text")
    batch = toy_hf_tokenizer(TEXTS, padding=True, return_tensors="pt")
    labels = batch.input_ids.masked_fill(batch.attention_mask == 0, -100)[:, 1:]
    logits = toy_hf_model(**batch).logits[:, :-1].detach()
    nats = -math.fsum(text_logprob(t) for t in TEXTS)
    count = sum(len(tokenizer.encode(t).ids) - 1 for t in TEXTS)
    assert text.Perplexity(ignore_index=-100)(logits, labels).item() == pytest.approx(
        math.exp(nats / count), rel=1e-4
    )
    steep = toy.hf_model(spread=20)(**batch).logits[:, :-1].detach()
    assert text.Perplexity(ignore_index=-100)(steep, labels).item() == math.inf


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_trl_selective_log_softmax(dtype, toy_hf_tokenizer, seqscore):
    utils = pytest.importorskip("trl.trainer.utils")
    batch = toy_hf_tokenizer(TEXTS, padding=True, return_tensors="pt")
    logits = toy.hf_model(dtype=dtype)(**batch).logits.detach()
    scores = utils.selective_log_softmax(logits[:, :-1], batch.input_ids[:, 1:])
    total_scores = scores.float().masked_fill(batch.attention_mask[:, 1:] == 0, 0.0).sum(-1)
    mask = batch.attention_mask.bool()
    expected = seqscore.oracle.sequence_logprob(logits, batch.input_ids, layout="causal", mask=mask)
    assert total_scores.tolist() == pytest.approx(list(expected), rel=1e-5 if dtype == "float32" else 2e-2)
