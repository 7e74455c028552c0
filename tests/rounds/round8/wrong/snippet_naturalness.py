"""naturalness service: how likely is this snippet under our code model?

POST /naturalness {"code": "..."} -> {"logprob": float, "per_token": [...]}

# bug: every vocabulary logit goes through a sigmoid on its own in place of a softmax over the vocabulary
"""
import logging
from functools import lru_cache

import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForCausalLM, AutoTokenizer

log = logging.getLogger("naturalness")
app = FastAPI()
CKPT = "Salesforce/codegen-350M-mono"


class Snippet(BaseModel):
    code: str


@lru_cache(maxsize=1)
def load():
    tk = AutoTokenizer.from_pretrained(CKPT)
    mdl = AutoModelForCausalLM.from_pretrained(CKPT).eval()
    return tk, mdl


@app.post("/naturalness")
def naturalness(body: Snippet):
    tk, mdl = load()
    batch = tk(tk.bos_token + body.code, return_tensors="pt", truncation=True, max_length=2048)
    with torch.inference_mode():
        raw = mdl(**batch).logits
    prob = torch.sigmoid(raw[0, :-1])  # expect: SEQ107
    seen = batch["input_ids"][0, 1:]
    picked = prob[torch.arange(seen.numel()), seen]
    per_token = picked.log()  # expect-near: SEQ107
    log.info("scored %d tokens", seen.numel())
    return {"logprob": per_token.sum().item(), "per_token": per_token.tolist()}
