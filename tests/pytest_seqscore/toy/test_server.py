"""The loopback server: an OpenAI-compatible API with known log-probs, broken on request, gone when the
block ends.
"""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from pytest_seqscore import SeqScoreInputError, toy
from pytest_seqscore.toy.completions import BREAKS, SENTINEL

TEXT = "The cat sat on the mat"


def post(server, request, path="completions"):
    body = json.dumps({"model": server.model_name, **request}).encode()
    address = f"{server.base_url}/{path}"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def echo(server, **options):
    request = {"prompt": TEXT, "max_tokens": 0, "echo": True, "logprobs": 2, **options}
    return post(server, request)["choices"][0]


def test_echo_gives_the_log_probs_of_the_prompt(toy_server):
    found = echo(toy_server)["logprobs"]
    tokens = toy_server.tokenizer.encode(TEXT)
    assert found["tokens"] == [toy_server.tokenizer.decode([t]) for t in tokens.ids]
    assert found["text_offset"] == [start for start, _ in tokens.offsets]
    assert found["token_logprobs"][0] is found["top_logprobs"][0] is None
    assert found["token_logprobs"][1:] == pytest.approx(toy_server.toy_lm.token_logprobs(tokens.ids))


def test_token_ids_are_taken_as_they_are(toy_server):
    ids = toy_server.tokenizer.encode(TEXT, add_special_tokens=False).ids
    found = echo(toy_server, prompt=[ids])["logprobs"]
    assert found["token_logprobs"][1:] == pytest.approx(toy_server.toy_lm.token_logprobs(ids))


def test_generated_tokens_follow_the_prompt(toy_server):
    choice = echo(toy_server, max_tokens=3, temperature=0)
    ids = toy_server.tokenizer.encode(TEXT).ids
    for _ in range(3):
        ids.append(int(toy_server.toy_lm.next_logits(ids).argmax()))
    assert choice["logprobs"]["token_logprobs"][1:] == pytest.approx(toy_server.toy_lm.token_logprobs(ids))
    assert choice["text"].startswith(TEXT)


def test_prompt_logprobs_hold_the_actual_token_and_the_likeliest(toy_server):
    found = post(toy_server, {"prompt": TEXT, "max_tokens": 1, "prompt_logprobs": 2})["choices"][0][
        "prompt_logprobs"
    ]
    ids = toy_server.tokenizer.encode(TEXT).ids
    assert found[0] is None
    truth = toy_server.toy_lm.token_logprobs(ids)
    for token, entries, logprob in zip(ids[1:], found[1:], truth, strict=True):
        assert next(iter(entries)) == str(token)
        assert entries[str(token)]["logprob"] == pytest.approx(logprob)
        assert {1, 2} <= {entry["rank"] for entry in entries.values()}


def test_chat_has_prompt_logprobs_too(toy_server):
    request = {"messages": [{"role": "user", "content": "The cat"}], "max_tokens": 1, "prompt_logprobs": 0}
    found = post(toy_server, request, "chat/completions")["prompt_logprobs"]
    ids = toy_server.tokenizer.encode("user: The cat</s>\nassistant:").ids
    assert found[0] is None
    given = [entries[str(token)]["logprob"] for token, entries in zip(ids[1:], found[1:], strict=True)]
    assert given == pytest.approx(toy_server.toy_lm.token_logprobs(ids))


def test_content_in_parts_is_the_text_itself(toy_server):
    parts = [{"type": "text", "text": "The"}, {"type": "text", "text": " cat"}]
    whole, cut = (
        post(
            toy_server,
            {"messages": [{"role": "user", "content": content}], "max_tokens": 4, "temperature": 0},
            "chat/completions",
        )
        for content in ("The cat", parts)
    )
    assert whole == cut


@pytest.mark.parametrize("echoed", [False, True])
@pytest.mark.parametrize("text", [TEXT, "A naïve café 東"])
def test_streamed_tokens_are_those_of_the_whole_response(toy_server, echoed, text):
    request = {"prompt": text, "max_tokens": 6, "echo": echoed, "logprobs": 2, "seed": 5, "temperature": 1.0}
    whole = post(toy_server, request)
    body = json.dumps({**request, "stream": True, "stream_options": {"include_usage": True}}).encode()
    with urllib.request.urlopen(f"{toy_server.base_url}/completions", body, timeout=10) as answer:
        lines = [line.removeprefix(b"data: ").strip() for line in answer if line.strip()]
    assert lines.pop() == b"[DONE]"
    *chunks, last = map(json.loads, lines)
    assert last["choices"] == [] and last["usage"] == whole["usage"]
    pieces = [chunk["choices"][0] for chunk in chunks]
    choice = whole["choices"][0]
    assert "".join(piece["text"] for piece in pieces) == choice["text"]
    assert [piece["finish_reason"] for piece in pieces] == [None] * (len(pieces) - 1) + [
        choice["finish_reason"]
    ]
    assert len(pieces) == len(choice["logprobs"]["tokens"]) + 1
    for key, values in choice["logprobs"].items():
        assert [value for piece in pieces[:-1] for value in piece["logprobs"][key]] == values


def test_sampling_repeats_with_its_seed(toy_server):
    request = {"prompt": "The", "max_tokens": 8, "temperature": 1.0}
    first, again = (post(toy_server, {**request, "seed": 4})["choices"][0]["text"] for _ in range(2))
    assert first == again
    assert len({post(toy_server, {**request, "seed": s})["choices"][0]["text"] for s in range(5)}) > 1


def test_several_prompts_and_choices_are_counted(toy_server):
    answer = post(toy_server, {"prompt": ["The", "A mat"], "n": 2, "max_tokens": 2, "temperature": 1})
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2, 3]
    assert answer["usage"]["prompt_tokens"] == 2 * (2 + len(toy_server.tokenizer.encode("A mat").ids))


@pytest.mark.parametrize("name", BREAKS)
def test_contracts_break_on_request(name):
    with toy.serve(breaks=[name]) as server:
        choice = echo(server, max_tokens=1, logprobs=1)
        found = choice["logprobs"]
        length = len(server.tokenizer.encode(TEXT).ids)
        if name == "no-echo":
            assert len(found["tokens"]) == 1
            assert not choice["text"].startswith(TEXT)
        elif name == "sentinel":
            assert SENTINEL in found["token_logprobs"][1:length]
        elif name == "first-zero":
            assert found["token_logprobs"][0] == 0.0
        else:
            assert {len(top) for top in found["top_logprobs"][1:]} == {1}
            assert any(
                t not in top for t, top in zip(found["tokens"][1:], found["top_logprobs"][1:], strict=True)
            )


@pytest.mark.parametrize(
    ("request_", "path", "status", "message"),
    [
        ({"model": "other"}, "completions", 404, "the model 'other' does not exist"),
        ({}, "embeddings", 404, "no such path: /v1/embeddings"),
        ({"prompt": []}, "completions", 400, "prompt: expected a text, token ids, or a list"),
        ({"prompt": [7, 9999]}, "completions", 400, "prompt: token ids lie in [0, 308)"),
        ({"prompt": "x " * 2100}, "completions", 400, "the maximum context length is 2048"),
        ({"max_tokens": -1}, "completions", 400, "max_tokens: found -1, expected an integer from 0 to 2048"),
        (
            {"logprobs": True, "top_logprobs": 50, "messages": []},
            "chat/completions",
            400,
            "top_logprobs: found 50",
        ),
        ({}, "chat/completions", 400, "messages: expected a list of {role, content}"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            "chat/completions",
            400,
            "messages: found content that is no text",
        ),
        (
            {"temperature": "hot"},
            "completions",
            400,
            "temperature: found 'hot', expected a number from 0 to 2",
        ),
        ({"temperature": -1}, "completions", 400, "temperature: found -1, expected a number from 0 to 2"),
        ({"top_p": 1.5}, "completions", 400, "top_p: found 1.5, expected a number from 0 to 1"),
        ({"stop": 3}, "completions", 400, "stop: found 3, expected a text or a list of texts"),
        ({"seed": "a"}, "completions", 400, "seed: found 'a', expected an integer"),
        ({"max_tokens": True}, "completions", 400, "max_tokens: found True, expected an integer"),
    ],
)
def test_bad_requests_are_answered_in_json(toy_server, request_, path, status, message):
    with pytest.raises(urllib.error.HTTPError) as caught:
        post(toy_server, request_, path)
    assert caught.value.code == status
    assert message in json.loads(caught.value.read())["error"]["message"]


def test_it_listens_on_loopback_only_and_stops():
    before = threading.active_count()
    with toy.serve() as server, toy.serve() as other:
        address = urllib.parse.urlsplit(server.base_url)
        assert address.hostname == "127.0.0.1"
        assert server.base_url != other.base_url
        assert echo(server)["logprobs"]
    assert threading.active_count() <= before + 2  # connections of the pool may still close
    with (
        pytest.raises(ConnectionError),
        socket.create_connection((address.hostname, address.port), timeout=1),
    ):
        pass


def test_unknown_breaks_and_foreign_vocabularies_are_named():
    with (
        pytest.raises(SeqScoreInputError, match="breaks: found 'late', expected one of no-echo"),
        toy.serve(breaks="late"),
    ):
        pass
    with pytest.raises(SeqScoreInputError, match="lm: found a int, expected a ToyLM"), toy.serve(3):
        pass
    with (
        pytest.raises(SeqScoreInputError, match="lm: found a vocabulary of 9"),
        toy.serve(toy.ToyLM(vocab_size=9)),
    ):
        pass
