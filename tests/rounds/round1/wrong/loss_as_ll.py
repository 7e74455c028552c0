"""loglikelihood() endpoint of an evaluation server.

# bug: minus the mean loss is returned where the summed log-likelihood is documented.
"""
import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForCausalLM, AutoTokenizer

app = FastAPI()
tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
lm = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B").eval()


class Query(BaseModel):
    text: str


@app.post("/loglikelihood")
def loglikelihood(q: Query):
    """Total log-likelihood of the text, natural log."""
    enc = tok(q.text, return_tensors="pt")
    with torch.no_grad():
        res = lm(**enc, labels=enc["input_ids"])
    return {"loglikelihood": -res.loss.item(), "tokens": enc["input_ids"].numel()}  # expect: SEQ402
