"""Two endpoints: a yes/no policy check by a small decoder, and passage reranking.

# bug: the answer token's logit is exponentiated without dividing by the sum over the vocabulary
# bug: the reranker has one output unit and its softmax is always 1.0
"""
import math
from typing import List

import numpy as np
import onnxruntime as ort
import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer

app = FastAPI()
lm_tok = AutoTokenizer.from_pretrained("models/guard")
lm = ort.InferenceSession("models/guard/decoder.onnx")
yes_ids = lm_tok.encode(" yes", add_special_tokens=False)
assert len(yes_ids) == 1

ce_tok = AutoTokenizer.from_pretrained("cross-encoder/ms-marco-MiniLM-L-6-v2")
ce = AutoModelForSequenceClassification.from_pretrained(
    "cross-encoder/ms-marco-MiniLM-L-6-v2", num_labels=1
).eval()


class CheckIn(BaseModel):
    message: str


class RankIn(BaseModel):
    query: str
    passages: List[str]


@app.post("/check")
def check(body: CheckIn):
    prompt = f"Message: {body.message}\nDoes it break the policy? Answer:"
    feed = lm_tok(prompt, return_tensors="np")
    (logits,) = lm.run(
        ["logits"],
        {"input_ids": feed["input_ids"], "attention_mask": feed["attention_mask"]},
    )
    row = logits[0, -1].astype(np.float64)
    p = math.exp(row[yes_ids[0]])  # expect: SEQ103
    return {"probability": p, "blocked": p > 0.5}


@app.post("/rerank")
def rerank(body: RankIn):
    enc = ce_tok(
        [body.query] * len(body.passages),
        body.passages,
        padding=True,
        truncation=True,
        return_tensors="pt",
    )
    with torch.no_grad():
        out = ce(**enc).logits
    rel = torch.softmax(out, dim=-1)[:, 0].tolist()  # expect: SEQ115
    order = sorted(range(len(rel)), key=lambda i: rel[i], reverse=True)
    return [{"passage": body.passages[i], "relevance": rel[i]} for i in order]
