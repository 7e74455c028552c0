"""Uncertainty features of a long llama.cpp completion for the hallucination detector.

# bug: the arithmetic mean of token probabilities is called the sequence likelihood, and the joint is a product of probabilities that underflows
"""
from typing import Dict, List

import numpy as np
from llama_cpp import Llama


def complete(llm: Llama, prompt: str) -> List[float]:
    res = llm.create_completion(prompt, max_tokens=512, temperature=0.0, logprobs=1)
    return res["choices"][0]["logprobs"]["token_logprobs"]


def features(lps: List[float]) -> Dict[str, float]:
    a = np.asarray(lps, dtype=np.float64)
    if a.size == 0:
        return {}
    tp = np.exp(a)
    return {
        "n": float(a.size),
        "seq_likelihood": float(tp.mean()),  # expect: SEQ405
        "joint_prob": float(np.prod(tp)),  # expect: SEQ603
        "worst": float(a.min()),
        "sum_logprob": float(a.sum()),
    }


def matrix(llm: Llama, prompts: List[str]):
    cols = ["n", "seq_likelihood", "joint_prob", "worst", "sum_logprob"]
    out = []
    for p in prompts:
        f = features(complete(llm, p))
        if f:
            out.append([f[c] for c in cols])
    return np.array(out), cols
