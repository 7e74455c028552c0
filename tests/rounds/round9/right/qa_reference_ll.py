"""log P(reference | question) and per-token perplexity of the references."""
import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM


@torch.no_grad()
def reference_logprob(lm, q, a):
    seq = torch.tensor([q + a], device=lm.device)
    labels = seq.clone()
    labels[:, : len(q)] = -100
    out = lm(seq, labels=labels)
    return -out.loss.item() * len(a)


def main(name, src, dst):
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    df = pd.read_parquet(src)  # qid, question_ids (BOS first), answer_ids
    df["n"] = df.answer_ids.map(len)
    df = df[df.n > 0].copy()
    df["ll"] = [reference_logprob(lm, list(q), list(a)) for q, a in zip(df.question_ids, df.answer_ids)]
    ppl = np.exp(-df.ll.sum() / df.n.sum())
    print(f"{name}: total {df.ll.sum():.1f} nats, answer perplexity {ppl:.2f}")
    df[["qid", "ll", "n"]].to_parquet(dst)


if __name__ == "__main__":
    main("meta-llama/Llama-3.2-1B", "nq_tokenised.parquet", "nq_ll.parquet")
