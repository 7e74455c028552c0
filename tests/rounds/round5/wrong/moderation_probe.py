"""Moderation probe: how likely the guard model is to answer `unsafe` to a message.

The service returns P(unsafe | message) for the single token the guard model emits first.

# bug: the exponential of one logit is returned as a probability, never divided by the sum over the vocabulary
"""
import logging
import math
import os

import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForCausalLM, AutoTokenizer

log = logging.getLogger("guard")
app = FastAPI()
MODEL = os.environ.get("GUARD_MODEL", "org/guard-1b")


class Message(BaseModel):
    text: str


class Guard:
    def __init__(self):
        self.tk = AutoTokenizer.from_pretrained(MODEL)
        self.net = AutoModelForCausalLM.from_pretrained(MODEL).eval()
        self.unsafe = self.tk.convert_tokens_to_ids("<unsafe>")

    def last_row(self, text):
        enc = self.tk(f"<msg>{text}</msg><verdict>", return_tensors="pt")
        with torch.inference_mode():
            return self.net(**enc).logits[0, -1].float()

    def p_unsafe(self, text):
        return math.exp(self.last_row(text)[self.unsafe].item())  # expect: SEQ103


guard = Guard()


@app.post("/check")
def check(msg: Message):
    p = guard.p_unsafe(msg.text)
    log.info("checked %d chars", len(msg.text))
    return {"p_unsafe": p, "flag": p > 0.5}
