"""FastAPI service: toxicity answer probability from a decoder, relevance from a one-logit cross-encoder."""
import numpy as np
import onnxruntime as ort
import torch
from fastapi import FastAPI
from scipy.special import logsumexp
from transformers import AutoModelForSequenceClassification, AutoTokenizer

app = FastAPI()
tokenizer = AutoTokenizer.from_pretrained("models/decoder")
session = ort.InferenceSession("models/decoder/model.onnx")
ANSWER = tokenizer.encode(" toxic", add_special_tokens=False)
assert len(ANSWER) == 1, ANSWER

rr_tok = AutoTokenizer.from_pretrained("BAAI/bge-reranker-base")
rr = AutoModelForSequenceClassification.from_pretrained("BAAI/bge-reranker-base").eval()


@app.get("/toxicity")
def toxicity(text: str):
    enc = tokenizer(f"Text: {text}\nThis text is", return_tensors="np")
    (out,) = session.run(["logits"], dict(enc))
    last = out[0, -1].astype(np.float64)
    log_p = last[ANSWER[0]] - logsumexp(last)
    return {"log_p": float(log_p), "p": float(np.exp(log_p))}


@app.post("/relevance")
def relevance(query: str, docs: list):
    pairs = rr_tok([query] * len(docs), docs, padding=True, truncation=True, return_tensors="pt")
    with torch.inference_mode():
        raw = rr(**pairs).logits.view(-1)
    prob = torch.sigmoid(raw)
    best = int(torch.argmax(raw))
    return {"scores": prob.tolist(), "best": docs[best]}
