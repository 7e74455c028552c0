"""The toy transformers model keeps every contract of a causal LM, with log-probabilities that are known."""

from __future__ import annotations

import math

import pytest

from pytest_seqscore import SeqScoreInputError, toy
from pytest_seqscore.toy.tokenizer import EOS, PAD

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


def greedy_of(toy_lm, tokens, count):
    """The tokens with ``count`` of the model's own after them, up to EOS. In float32 some logits tie."""
    tokens = list(tokens)
    for _ in range(count):
        tokens.append(int(toy_lm.next_logits(tokens).astype("float32").argmax()))
        if tokens[-1] == EOS:
            break
    return tokens


DECODING = {
    "greedy": {"do_sample": False},
    "without cache": {"do_sample": False, "use_cache": False},
    "sampling": {"do_sample": True, "top_k": 0},
    "top-k and temperature": {"do_sample": True, "top_k": 5, "temperature": 0.7},
    "top-p": {"do_sample": True, "top_p": 0.8},
    "prompt lookup": {"prompt_lookup_num_tokens": 2},
    "repetition penalty": {"do_sample": False, "repetition_penalty": 1.3},
    "static cache": {"do_sample": False, "cache_implementation": "static"},
    "sampling with a static cache": {"do_sample": True, "top_k": 5, "cache_implementation": "static"},
    "prefill in chunks": {"do_sample": False, "prefill_chunk_size": 2},
    "prefill in chunks of a static cache": {
        "do_sample": False,
        "prefill_chunk_size": 2,
        "cache_implementation": "static",
    },
    "another model that drafts": {"do_sample": False, "assistant_model": toy.hf_model(1)},
    "the model itself that drafts": {"do_sample": False, "assistant_model": toy.hf_model()},
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
    options = DECODING[mode]
    if not options.get("do_sample") and "repetition_penalty" not in options:
        assert tokens == greedy_of(model.toy_lm, batch.input_ids[0].tolist(), 6)
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


@pytest.mark.parametrize(
    "mode", [m for m in DECODING if "assistant_model" not in DECODING[m] and "lookup" not in m]
)
def test_each_row_of_a_left_padded_batch_is_generated_as_if_alone(mode, model):
    torch.manual_seed(0)
    tokenizer = toy.hf_tokenizer(padding_side="left")
    batch = tokenizer(["The cat", "The cat sat on a", "Answer: yes"], padding=True, return_tensors="pt")
    out = model.generate(
        **batch, max_new_tokens=5, return_dict_in_generate=True, output_logits=True, **DECODING[mode]
    )
    start = batch.input_ids.shape[1]
    chosen = torch.stack(out.logits, 1).log_softmax(-1).gather(-1, out.sequences[:, start:, None])[..., 0]
    for row, mask, scores in zip(out.sequences.tolist(), batch.attention_mask, chosen.tolist(), strict=True):
        prompt = [token for token, real in zip(row, mask, strict=False) if real]
        made = row[start:]
        made = made[: made.index(EOS) + 1] if EOS in made else made
        exact = model.toy_lm.token_logprobs(prompt + made, len(prompt))
        assert scores[: len(made)] == pytest.approx(exact, rel=1e-5)
        if not DECODING[mode].get("do_sample") and "repetition_penalty" not in DECODING[mode]:
            assert prompt + made == greedy_of(model.toy_lm, prompt, 5)


@pytest.mark.parametrize("cache", ["DynamicCache", "StaticCache"])
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "float64"])
def test_right_padded_rows_go_on_from_a_cache(cache, dtype):
    model = toy.hf_model(dtype=dtype)
    kind = getattr(transformers, cache)
    made = (
        kind(config=model.config, max_cache_len=12) if cache == "StaticCache" else kind(config=model.config)
    )
    batch = toy.hf_tokenizer()(["The cat", "The cat sat on a"], padding=True, return_tensors="pt")
    first = model(**batch, past_key_values=made)
    assert torch.equal(first.logits, model(**batch).logits)
    mask = torch.cat([batch.attention_mask, torch.ones(2, 2, dtype=torch.long)], 1)
    positions = mask.cumsum(-1)[:, -2:] - 1
    more = torch.tensor([[5, 0], [7, 300]])
    rest = model(more, attention_mask=mask, position_ids=positions, past_key_values=made)
    for row, ids, seen, added in zip(rest.logits, batch.input_ids, batch.attention_mask, more, strict=True):
        alone = torch.cat([ids[seen == 1], added])[None]
        assert torch.equal(row, model(alone).logits[0, -2:])


@pytest.mark.filterwarnings("ignore:.*past_key_values")
def test_a_cache_that_is_handed_in_goes_on_where_it_was(model, tokenizer):
    ids = encode(tokenizer, "The cat sat on the mat").input_ids
    made = model(ids[:, :-1]).past_key_values
    out = model.generate(ids, past_key_values=made, max_new_tokens=4, do_sample=False)
    assert out[0].tolist() == greedy_of(model.toy_lm, ids[0].tolist(), 4)


def test_it_is_left_alone_by_the_compiler(model, tokenizer):
    """As ``generate`` compiles for static caches on an accelerator, here with a backend that needs no compiler."""
    ids = encode(tokenizer, "The cat sat").input_ids
    assert torch.equal(torch.compile(model, backend="eager")(ids).logits, model(ids).logits)


@pytest.mark.parametrize("kind", ["bool", "additive"])
def test_a_mask_for_each_query_is_obeyed(kind, model, tokenizer):
    """Two texts packed into one row do not see each other."""
    parts = [encode(tokenizer, text).input_ids for text in ("The cat", "Answer: yes no")]
    lengths = [part.shape[1] for part in parts]
    seen = torch.block_diag(*(torch.ones(n, n) for n in lengths)).tril().bool()[None, None]
    mask = seen if kind == "bool" else torch.zeros(seen.shape).masked_fill(~seen, torch.finfo().min)
    positions = torch.cat([torch.arange(n) for n in lengths])[None]
    packed = model(torch.cat(parts, 1), attention_mask=mask, position_ids=positions).logits
    assert torch.equal(packed, torch.cat([model(part).logits for part in parts], 1))


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
    with pytest.raises(
        SeqScoreInputError,
        match=r"attention_mask: found shape \(1, 1, 1, 2\), expected \(1, 1, 2, 2\)",
    ):
        model(ids, attention_mask=torch.ones(1, 1, 1, 2, dtype=torch.bool))
    for wrong, message in [
        (None, "input_ids: found none, expected token ids"),
        (torch.tensor([[1, -100]]), r"input_ids: found id -100, expected ids in \[0, 308\)"),
        (torch.tensor([[1, 308]]), r"input_ids: found id 308, expected ids in \[0, 308\)"),
        (torch.tensor([1, 5]), r"input_ids: found int64 of shape \(2,\), expected integers \[B, T\]"),
        (torch.tensor([[1.0]]), r"input_ids: found float32 of shape \(1, 1\), expected integers"),
    ]:
        with pytest.raises(SeqScoreInputError, match=message):
            model(wrong)
    with pytest.raises(SeqScoreInputError, match="dtype: found 'float31', expected a floating-point dtype"):
        toy.hf_model(dtype="float31")
    with pytest.raises(SeqScoreInputError, match="padding_side: found 'up', expected 'right' or 'left'"):
        toy.hf_tokenizer(padding_side="up")
