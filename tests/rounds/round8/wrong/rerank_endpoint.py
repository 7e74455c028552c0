"""Reranking endpoint around a single-output cross encoder.

# bug: softmax over an axis of one score gives 1.0 for every document.
"""
import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAME = "BAAI/bge-reranker-base"
tok = AutoTokenizer.from_pretrained(NAME)
encoder = AutoModelForSequenceClassification.from_pretrained(NAME, num_labels=1).eval()
app = FastAPI()


class Job(BaseModel):
    query: str
    documents: list[str]
    top_n: int = 5


@app.post("/rerank")
def rerank(job: Job):
    pairs = [[job.query, d] for d in job.documents]
    feats = tok(pairs, padding=True, truncation=True, max_length=512, return_tensors="pt")
    with torch.no_grad():
        out = encoder(**feats).logits
    relevance = torch.softmax(out, dim=-1)[:, 0]  # expect: SEQ115
    order = torch.argsort(relevance, descending=True)[: job.top_n]
    return [{"index": int(i), "relevance_score": float(relevance[i])} for i in order]
