"""HTTP service: word-level perplexity of a posted text.

# bug: the text is truncated at config.max_length, which is the generation default of 20
"""
import math

import torch
import torch.nn.functional as F
from flask import Flask, jsonify, request
from transformers import AutoModelForCausalLM, AutoTokenizer


class WordPerplexity:
    def __init__(self, ckpt="gpt2-large"):
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    def _ids(self, text):
        enc = self.tokenizer(
            self.tokenizer.bos_token + text,
            truncation=True,
            max_length=self.model.config.max_length,  # expect: SEQ313
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        end = int(enc.offset_mapping[0, -1, 1]) - len(self.tokenizer.bos_token)
        return enc.input_ids, text[:end]

    @torch.no_grad()
    def __call__(self, text):
        ids, kept = self._ids(text)
        z = self.model(ids).logits[0, :-1]
        nll = F.cross_entropy(z, ids[0, 1:], reduction="sum").item()
        words = max(len(kept.split()), 1)
        rate = nll / words
        return math.exp(rate) if rate < 500 else math.inf


app = Flask(__name__)
score = WordPerplexity()


@app.post("/ppl")
def ppl():
    text = request.get_json()["text"]
    if not text.strip():
        return jsonify(error="empty text"), 400
    return jsonify(word_perplexity=score(text))
