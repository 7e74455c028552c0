"""Which continuation does the model prefer, stereotype or anti-stereotype?

# bug: sentence likelihood is the arithmetic mean of token probabilities.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125m")
lm = AutoModelForCausalLM.from_pretrained("EleutherAI/gpt-neo-125m").eval()


def sentence_likelihood(sentence):
    ids = [tok.bos_token_id] + tok.encode(sentence)
    with torch.no_grad():
        dist = torch.softmax(lm(torch.tensor([ids])).logits[0], dim=-1)
    probs = []
    for k in range(1, len(ids)):
        probs.append(dist[k - 1, ids[k]].item())
    return np.mean(probs)  # expect: SEQ405


def stereotype_rate(pairs):
    wins = [sentence_likelihood(s) > sentence_likelihood(a) for s, a in pairs]
    return sum(wins) / max(len(wins), 1)
