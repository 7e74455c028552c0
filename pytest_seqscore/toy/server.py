"""A loopback HTTP server for the toy model: real sockets, no network, gone when the block ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pytest_seqscore.errors import SeqScoreInputError
from pytest_seqscore.toy.completions import MODEL_NAME, Toy, stream_chunks
from pytest_seqscore.toy.language_model import ToyLM

MAX_BODY = 4 << 20


class Server:
    """Where the server listens, and the truth about what it serves."""

    def __init__(self, port: int, toy: Toy) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self.model_name = MODEL_NAME
        self.toy_lm = toy.lm
        self.tokenizer = toy.tokenizer
        self.logprob = toy.logprob


@contextmanager
def serve(lm: ToyLM | None = None, *, breaks: Iterable[str] = ()) -> Iterator[Server]:
    """Serve completions and chat of the toy model on a free port of 127.0.0.1.

    ``breaks`` asks for servers as they are met: ``"no-echo"``, ``"sentinel"`` (-9999.0), ``"first-zero"``,
    ``"top-only"``; ``pytest_seqscore.toy.completions.BREAKS`` says what they do.
    """
    if not isinstance(lm, ToyLM | None):
        raise SeqScoreInputError(f"lm: found a {type(lm).__name__}, expected a ToyLM")
    toy = Toy(lm or ToyLM(), breaks=frozenset([breaks] if isinstance(breaks, str) else breaks))
    if toy.lm.vocab_size != toy.tokenizer.vocab_size:
        raise SeqScoreInputError(
            f"lm: found a vocabulary of {toy.lm.vocab_size}, expected {toy.tokenizer.vocab_size}"
        )
    handler = type("Handler", (_Handler,), {"toy": toy})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield Server(server.server_address[1], toy)
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    toy: Toy
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: a test's output is the test's."""

    def do_GET(self) -> None:
        model = {"id": MODEL_NAME, "object": "model", "created": 0, "owned_by": "pytest-seqscore"}
        path = self.path.partition("?")[0].rstrip("/")
        if path == "/v1/models":
            self._send(200, {"object": "list", "data": [model]})
        elif path == f"/v1/models/{MODEL_NAME}":
            self._send(200, model)
        else:
            self._fail(404, f"no such path: {self.path}")

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        if size > MAX_BODY:
            self.close_connection = True
            self._fail(413, f"the body holds {size} bytes, at most {MAX_BODY} are read")
            return
        body = self.rfile.read(size)
        answer = {"/v1/completions": self.toy.complete, "/v1/chat/completions": self.toy.chat}.get(self.path)
        if answer is None:
            self._fail(404, f"no such path: {self.path}")
            return
        try:
            request = json.loads(body)
            if not isinstance(request, dict):
                raise SeqScoreInputError("expected a JSON object")
            if request.get("model", MODEL_NAME) != MODEL_NAME:
                self._fail(404, f"the model {request['model']!r} does not exist")
                return
            response = answer(request)
        except (ValueError, TypeError) as error:
            self._fail(400, str(error))
            return
        if request.get("stream"):
            options = request.get("stream_options") or {}
            self._stream(stream_chunks(response, bool(options.get("include_usage"))))
        else:
            self._send(200, response)

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, chunks: Iterable[dict[str, Any]]) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.wfile.write(b"data: [DONE]\n\n")

    def _fail(self, status: int, message: str) -> None:
        self._send(
            status,
            {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}},
        )
