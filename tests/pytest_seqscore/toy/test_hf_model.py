"""The toy transformers model keeps every contract of a causal LM, with log-probabilities that are known."""

from __future__ import annotations

import math

import pytest

from pytest_seqscore import SeqScoreInputError, toy
from pytest_seqscore.toy.tokenizer import EOS, PAD

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

DECODING = {
    "greedy": {"do_sample": False},
    "without cache": {"do_sample": False, "use_cache": False},
    "sampling": {"do_sample": True, "top_k": 0},
    "top-k and temperature": {"do_sample": True, "top_k": 5, "temperature": 0.7},
    "top-p": {"do_sample": True, "top_p": 0.8},
    "prompt lookup": {"prompt_lookup_num_tokens": 2},
    "repetition penalty": {"do_sample": False, "repetition_penalty": 1.3},
}


@pytest.fixture(scope="module")
def model():
    return toy.hf_model()


@pytest.fixture(scope="module")
def tokenizer():
    return toy.hf_tokenizer()


def encode(tokenizer, text):
    return tokenizer(text, return_tensors="pt")


def test_it_is_a_transformers_model(model, tokenizer):
    assert isinstance(model, transformers.PreTrainedModel)
    assert isinstance(model, transformers.GenerationMixin)
    assert isinstance(tokenizer, transformers.PreTrainedTokenizerFast)
    assert not model.training


def test_logits_are_those_of_the_toy_language_model(model, tokenizer):
    batch = encode(tokenizer, "The cat sat on the mat")
    exact = torch.from_numpy(model.toy_lm.logits(batch.input_ids.numpy()))
    assert torch.equal(model(**batch).logits, exact.float())
    assert torch.equal(model(**batch, logits_to_keep=2).logits, exact.float()[:, -2:])


def test_labels_are_shifted_inside_and_minus_hundred_is_ignored(model, tokenizer):
    ids = encode(tokenizer, "The cat sat on the mat").input_ids
    labels = ids.clone()
    labels[:, :3] = -100
    tokens = ids[0].tolist()
    mean = -model.toy_lm.logprob(tokens, 3) / (len(tokens) - 3)
    assert model(ids, labels=labels).loss.item() == pytest.approx(mean, rel=1e-5)
    loss, logits = model(ids, labels=labels, return_dict=False)[:2]
    assert (loss.item(), logits.shape) == (
        pytest.approx(mean, rel=1e-5),
        (1, len(tokens), model.config.vocab_size),
    )


def test_gradient_of_the_loss_is_softmax_minus_one_hot(tokenizer):
    model = toy.hf_model()
    ids = encode(tokenizer, "The cat sat").input_ids
    model(ids, labels=ids).loss.backward()
    rows = model(ids).logits[0, :-1].detach().softmax(-1)
    expected = (rows - torch.nn.functional.one_hot(ids[0, 1:], rows.shape[-1])).mean(0)
    assert torch.allclose(model.bias.grad, expected, atol=1e-6)


def test_right_padding_is_harmless_and_left_padding_needs_mask_and_positions(model):
    texts = ["The cat", "The cat sat on a mat"]
    alone = model(**encode(toy.hf_tokenizer(), texts[0])).logits[0]
    right = toy.hf_tokenizer()(texts, padding=True, return_tensors="pt")
    assert torch.equal(model(**right).logits[0, : len(alone)], alone)
    left = toy.hf_tokenizer(padding_side="left")(texts, padding=True, return_tensors="pt")
    positions = (left.attention_mask.cumsum(-1) - 1).clamp(min=0)
    start = len(left.input_ids[0]) - len(alone)
    assert torch.equal(model(**left, position_ids=positions).logits[0, start:], alone)
    assert not torch.allclose(model(**left).logits[0, start:], alone)
    assert not torch.allclose(model(left.input_ids, position_ids=positions).logits[0, start:], alone)


def test_cache_gives_the_same_logits(model, tokenizer):
    ids = encode(tokenizer, "The cat sat on the mat").input_ids
    whole = model(ids).logits
    first = model(ids[:, :3], use_cache=True)
    rest = model(ids[:, 3:], past_key_values=first.past_key_values)
    assert torch.equal(torch.cat([first.logits, rest.logits], 1), whole)


@pytest.mark.parametrize("mode", DECODING)
def test_generated_logits_score_the_generated_tokens(mode, model, tokenizer):
    torch.manual_seed(0)
    batch = encode(tokenizer, "The cat")
    out = model.generate(
        **batch,
        max_new_tokens=6,
        return_dict_in_generate=True,
        output_scores=True,
        output_logits=True,
        **DECODING[mode],
    )
    start = batch.input_ids.shape[1]
    tokens = out.sequences[0].tolist()
    chosen = torch.stack(out.logits, 1).log_softmax(-1).gather(-1, out.sequences[:, start:, None])
    assert chosen.sum().item() == pytest.approx(model.toy_lm.logprob(tokens, start), rel=1e-5)
    if mode == "greedy":
        scores = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
        assert scores.sum().item() == pytest.approx(model.toy_lm.logprob(tokens, start), rel=1e-5)


@pytest.mark.parametrize(
    "options", [{"num_beams": 4}, {"num_beams": 3, "num_return_sequences": 3, "length_penalty": 0.5}]
)
def test_beam_scores_are_length_penalised_log_probabilities(options, model, tokenizer):
    batch = encode(tokenizer, "The cat")
    out = model.generate(
        **batch, max_new_tokens=6, return_dict_in_generate=True, output_scores=True, **options
    )
    start = batch.input_ids.shape[1]
    for row, score in zip(out.sequences.tolist(), out.sequences_scores.tolist(), strict=True):
        tokens = [token for token in row if token != PAD]
        power = (len(tokens) - start) ** options.get("length_penalty", 1.0)
        assert score == pytest.approx(model.toy_lm.logprob(tokens, start) / power, rel=1e-4)
    transition = model.compute_transition_scores(out.sequences, out.scores, out.beam_indices)
    best = [token for token in out.sequences[0].tolist() if token != PAD]
    assert transition[0].sum().item() == pytest.approx(model.toy_lm.logprob(best, start), rel=1e-4)


def test_left_padded_generation_is_that_of_the_text_alone(model):
    tokenizer = toy.hf_tokenizer(padding_side="left")
    batch = tokenizer(["The cat", "The cat sat on a"], padding=True, return_tensors="pt")
    together = model.generate(**batch, max_new_tokens=5, do_sample=False)[0]
    alone = model.generate(**encode(tokenizer, "The cat"), max_new_tokens=5, do_sample=False)[0]
    assert [t for t in together.tolist() if t != PAD] == [t for t in alone.tolist() if t not in (PAD,)]


def test_it_is_saved_and_loaded(model, tokenizer, tmp_path):
    steep = toy.hf_model(3, spread=2)
    steep.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    loaded = transformers.AutoModelForCausalLM.from_pretrained(tmp_path)
    again = transformers.AutoTokenizer.from_pretrained(tmp_path)
    batch = encode(again, "The cat")
    assert batch.input_ids.tolist() == encode(tokenizer, "The cat").input_ids.tolist()
    assert torch.equal(loaded(**batch).logits, steep(**batch).logits)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64"])
def test_logits_follow_the_dtype(dtype, tokenizer):
    logits = toy.hf_model(dtype=dtype)(**encode(tokenizer, "The cat")).logits
    assert logits.dtype is getattr(torch, dtype)


def test_extreme_logits_on_request(tokenizer):
    logits = toy.hf_model(spread=60)(**encode(tokenizer, "The cat")).logits
    assert logits.max() > 88
    assert math.isinf(logits.exp().sum().item())
    assert torch.isneginf(toy.hf_model(forbidden=True)(**encode(tokenizer, "The cat")).logits).any()


def test_bad_arguments_are_named(model):
    ids = torch.tensor([[1, EOS]])
    with pytest.raises(SeqScoreInputError, match=r"attention_mask: found shape \(1, 3\), expected \(1, 2\)"):
        model(ids, attention_mask=torch.ones(1, 3))
    with pytest.raises(SeqScoreInputError, match="input_ids: found none, expected token ids"):
        model()
