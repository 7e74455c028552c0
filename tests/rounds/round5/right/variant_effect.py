"""Zero-shot effect of protein substitutions with ESM-2: masked-marginal log-ratio of mutant and wild type."""
import pandas as pd
import torch
from transformers import AutoTokenizer, EsmForMaskedLM

tok = AutoTokenizer.from_pretrained("facebook/esm2_t12_35M_UR50D")
esm = EsmForMaskedLM.from_pretrained("facebook/esm2_t12_35M_UR50D").eval()


@torch.no_grad()
def effect(seq: str, mutation: str) -> float:
    wt, pos, mt = mutation[0], int(mutation[1:-1]), mutation[-1]
    assert seq[pos - 1] == wt, mutation
    ids = tok(seq, return_tensors="pt").input_ids
    ids[0, pos] = tok.mask_token_id
    z = esm(ids).logits[0, pos]
    a, b = tok.convert_tokens_to_ids([mt, wt])
    return (z[a] - z[b]).item()


def annotate(df: pd.DataFrame, seq: str) -> pd.DataFrame:
    df = df.assign(llr=[effect(seq, m) for m in df["mutation"]])
    return df.sort_values("llr", ascending=False)
