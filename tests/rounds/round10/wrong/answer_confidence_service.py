"""FastAPI endpoint that answers a question and says how sure the model is.

# bug: transition scores are taken without normalize_logits (raw logits under greedy search), and their sum is divided by the length of prompt plus answer
"""
import numpy as np
import torch
from fastapi import FastAPI
from pydantic import BaseModel
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "Qwen/Qwen2.5-1.5B"
app = FastAPI()
tokenizer = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.float32).eval()


class Query(BaseModel):
    question: str
    max_new_tokens: int = 32


@app.post("/answer")
def answer(q: Query):
    enc = tokenizer(f"Q: {q.question}\nA:", return_tensors="pt")
    out = model.generate(
        **enc,
        max_new_tokens=q.max_new_tokens,
        do_sample=False,
        num_beams=1,
        repetition_penalty=1.0,
        output_scores=True,
        return_dict_in_generate=True,
    )
    per_token = model.compute_transition_scores(out.sequences, out.scores)  # expect: SEQ111
    new = out.sequences[0, enc.input_ids.shape[1]:]
    avg = per_token[0].sum().item() / out.sequences.shape[1]  # expect: SEQ418
    return {
        "text": tokenizer.decode(new, skip_special_tokens=True),
        "confidence": float(np.exp(avg)),  # expect-near: SEQ111
    }
