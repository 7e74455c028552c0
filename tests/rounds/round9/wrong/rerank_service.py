"""HTTP reranker: P(yes) of a relevance prompt, batched.

# bug: the batch is padded on the right, so the last column is padding for shorter prompts; softmax also gets no axis.
"""
from typing import List

import torch
import torch.nn.functional as F
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "mistralai/Mistral-7B-Instruct-v0.2"
PROMPT = "Passage: {d}\nQuery: {q}\nDoes the passage answer the query? Answer yes or no.\nAnswer:"

app = FastAPI()
tok = AutoTokenizer.from_pretrained(MODEL, padding_side="right")
tok.pad_token = tok.unk_token
lm = AutoModelForCausalLM.from_pretrained(MODEL, device_map="auto")
YES = tok.convert_tokens_to_ids("\u2581yes")


class RerankIn(BaseModel):
    query: str
    documents: List[str]


class RerankOut(BaseModel):
    relevance: List[float]


@torch.inference_mode()
def relevance(query: str, docs: List[str]) -> List[float]:
    enc = tok([PROMPT.format(q=query, d=d) for d in docs], return_tensors="pt", padding=True)
    hidden_out = lm(**enc.to(lm.device)).logits
    final = hidden_out[:, -1].float()  # expect: SEQ208
    probs = F.softmax(final)  # expect: SEQ105
    return probs[:, YES].tolist()


@app.post("/rerank", response_model=RerankOut)
def rerank(body: RerankIn) -> RerankOut:
    return RerankOut(relevance=relevance(body.query, body.documents))
