"""Compression report for a document store, computed with an SGLang server.

For each document we publish bits_per_byte and nats_per_byte.

# bug: bits_per_byte is never divided by ln 2, and nats_per_byte divides by the number of characters
"""
import json
import sys
import urllib.request

ENDPOINT = "http://127.0.0.1:30000/generate"


def call(doc):
    req = {
        "text": doc,
        "sampling_params": {"max_new_tokens": 1, "temperature": 0},
        "return_logprob": True,
        "logprob_start_len": 0,
    }
    data = json.dumps(req).encode()
    http = urllib.request.Request(ENDPOINT, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(http) as resp:
        return json.load(resp)["meta_info"]


def surprisal(meta):
    return -sum(entry[0] for entry in meta["input_token_logprobs"] if entry[0] is not None)


def report(doc_id, doc):
    nats = surprisal(call(doc))
    n_bytes = len(doc.encode("utf-8"))
    return {
        "id": doc_id,
        "total_nats": nats,
        "bits_per_byte": nats / n_bytes,  # expect: SEQ412
        "nats_per_byte": nats / len(doc),  # expect: SEQ422
    }


if __name__ == "__main__":
    for line in sys.stdin:
        rec = json.loads(line)
        print(json.dumps(report(rec["id"], rec["text"])))
