"""Batched sentence log-probabilities with GPT-2 for the reading-time regressions.

# bug: left-padded GPT-2 gets no position_ids, and the log-probs of padding are summed with the sentence's
"""
import pandas as pd
import torch
from torch.nn.functional import log_softmax
from transformers import AutoTokenizer, GPT2LMHeadModel


def load():
    tok = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
    tok.pad_token = tok.eos_token
    return tok, GPT2LMHeadModel.from_pretrained("gpt2").eval()


def sentence_logprobs(tok, model, sents):
    # every sentence is conditioned on <|endoftext|>
    enc = tok([tok.eos_token + s for s in sents], return_tensors="pt", padding=True)
    with torch.no_grad():
        logits = model(enc.input_ids, attention_mask=enc.attention_mask).logits  # expect: SEQ315
    lp = log_softmax(logits[:, :-1].float(), dim=-1)
    lp = lp.gather(-1, enc.input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return lp.sum(dim=1).tolist()  # expect: SEQ302


def annotate(csv_in, csv_out, bs=16):
    tok, model = load()
    df = pd.read_csv(csv_in)
    vals = []
    for i in range(0, len(df), bs):
        vals.extend(sentence_logprobs(tok, model, df["sentence"].iloc[i:i + bs].tolist()))
    df["logprob"] = vals
    df.to_csv(csv_out, index=False)
