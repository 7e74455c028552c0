"""The toy tokenizer: every text, offsets, merges across a prompt's end, and its transformers twin."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_seqscore import toy
from pytest_seqscore.toy.tokenizer import BOS, EOS, PAD, VOCABULARY

tokenizer = toy.ToyTokenizer()
pieces = st.sampled_from([*"The cat sat.\n\t é東🐈", "<s>", "</s>", " the", "yes"])
texts = st.lists(pieces, max_size=12).map("".join) | st.text(max_size=12)


@functools.cache
def twin_of():
    return toy.hf_tokenizer()


@given(texts)
@settings(max_examples=200, deadline=None)
def test_every_text_survives_and_offsets_cover_it(text):
    text = text.encode(errors="ignore").decode()
    ids, offsets = tokenizer.encode(text)
    assert tokenizer.decode(ids[1:]) == text
    assert (ids[0], offsets[0]) == (BOS, (0, 0))
    covered = {k for start, end in offsets for k in range(start, end)}
    assert covered == set(range(len(text)))
    assert offsets == sorted(offsets)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_transformers_twin_encodes_alike(text):
    pytest.importorskip("transformers")
    text = text.encode(errors="ignore").decode()
    twin = twin_of()(text, return_offsets_mapping=True)
    ids, offsets = tokenizer.encode(text)
    assert twin.input_ids == ids
    assert twin.offset_mapping == offsets


@pytest.mark.parametrize(
    ("prompt", "completion", "merged"),
    [
        ("Answer: ", "yes", " yes"),
        ("The ca", "ts sat", " cats"),
        ("Is it un", "in", None),
        ("The cat", " sat", None),
    ],
)
def test_completions_melt_into_prompts(prompt, completion, merged):
    ids, length = tokenizer.encode_pair(prompt, completion)
    apart = tokenizer.encode(prompt).ids + tokenizer.encode(completion, add_special_tokens=False).ids
    assert tokenizer.decode(ids[1:]) == prompt + completion
    if merged is None:
        assert ids == apart
    else:
        assert ids != apart
        assert tokenizer.decode([ids[length]]) == merged


def test_special_tokens_and_id_zero():
    assert tokenizer.decode([0]) == " the"
    assert [tokenizer.decode([token]) for token in (BOS, EOS, PAD)] == ["<s>", "</s>", "<pad>"]
    assert tokenizer.encode("</s>").ids == [BOS, EOS]
    assert sorted(VOCABULARY.values()) == list(range(tokenizer.vocab_size))
    assert tokenizer.decode([BOS, 0], skip_special_tokens=True) == " the"


def test_distinct_tokens_share_a_text():
    pieces = [tokenizer.decode([token]) for token in range(tokenizer.vocab_size)]
    assert pieces.count("\ufffd") > 100


def test_chat_template_renders_bos_that_the_tokenizer_adds_too():
    pytest.importorskip("transformers")
    twin = toy.hf_tokenizer()
    messages = [{"role": "user", "content": "The cat"}]
    text = twin.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    assert text == "<s>user: The cat</s>\nassistant:"
    assert twin(text).input_ids.count(BOS) == 2
    once = twin(text, add_special_tokens=False).input_ids
    assert once == list(twin.apply_chat_template(messages, add_generation_prompt=True)["input_ids"])


def test_padding_may_be_eos():
    pytest.importorskip("transformers")
    twin = toy.hf_tokenizer(padding_side="left", pad_token="</s>")
    batch = twin(["The", "The cat sat"], padding=True)
    assert batch.input_ids[0][:2] == [EOS, EOS]
    assert batch.attention_mask[0] == [0, 0, 1, 1]
