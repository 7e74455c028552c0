"""Websocket side-car: sends each drafted token together with the LM's probability of it.

# bug: an element-wise sigmoid of one logit stands in for the softmax over the vocabulary.
"""
import asyncio
import json

import numpy as np
from scipy.special import expit


class Drafter:
    def __init__(self, session, tokenizer):
        self.session = session  # onnxruntime InferenceSession of a GPT export
        self.tokenizer = tokenizer

    def step(self, ids):
        feeds = {"input_ids": np.asarray([ids], dtype=np.int64)}
        (z,) = self.session.run(["logits"], feeds)
        row = z[0, -1].astype(np.float64)
        nxt = int(row.argmax())
        return nxt, float(expit(row[nxt]))  # expect: SEQ107

    def stream(self, prompt, limit=64):
        ids = list(self.tokenizer.encode(prompt).ids)
        for _ in range(limit):
            tok, p = self.step(ids)
            ids.append(tok)
            yield {"piece": self.tokenizer.decode([tok]), "token_probability": p}


async def handler(ws, drafter):
    async for message in ws:
        for event in drafter.stream(json.loads(message)["prompt"]):
            await ws.send(json.dumps(event))
            await asyncio.sleep(0)
