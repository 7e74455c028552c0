"""Airflow task: nightly perplexity of the production checkpoint on yesterday's traffic.

# bug: texts are cut at config.max_length, which is the default length for generation
# bug: math.exp of an unbounded NLL can raise OverflowError and fail the task
"""
import datetime as dt
import math
import os

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = os.environ.get("PROD_CKPT", "gpt2")


def load_texts(day: dt.date) -> list:
    frame = pd.read_parquet(f"/data/traffic/{day:%Y-%m-%d}.parquet", columns=["completion"])
    return [t for t in frame["completion"] if isinstance(t, str) and t.strip()]


def corpus_nll(texts):
    tok = AutoTokenizer.from_pretrained(CKPT)
    model = AutoModelForCausalLM.from_pretrained(CKPT).eval()
    limit = model.config.max_length  # expect: SEQ313
    nll, targets = 0.0, 0
    with torch.no_grad():
        for t in texts:
            ids = tok(t, truncation=True, max_length=limit, return_tensors="pt").input_ids  # expect-near: SEQ313
            n = ids.size(1) - 1
            if n < 1:
                continue
            nll += model(ids, labels=ids).loss.item() * n
            targets += n
    return nll, targets


def task(**context):
    day = context["ds_date"]
    nll, targets = corpus_nll(load_texts(day))
    if targets == 0:
        raise ValueError(f"no text for {day}")
    ppl = math.exp(nll / targets)  # expect: SEQ609
    pd.DataFrame([{"day": day, "tokens": targets, "ppl": ppl}]).to_csv(
        "/data/metrics/ppl.csv", mode="a", header=False, index=False
    )
    return ppl
