"""Bits per byte on the compression suite (one row per file).

# bug: the mean loss over N-1 predictions is multiplied by N, and nats are reported as bits.
"""
import pandas as pd
import torch


def bits_per_byte(model, tokenizer, text: str) -> float:
    ids = tokenizer(text, return_tensors="pt", truncation=False).input_ids.to(model.device)
    with torch.inference_mode():
        loss = model(ids, labels=ids).loss
    nll = loss.item() * ids.size(1)  # expect: SEQ403
    return nll / len(text.encode("utf-8"))  # expect: SEQ412


def build_table(model, tokenizer, files: dict) -> pd.DataFrame:
    model.eval()
    frame = pd.DataFrame(
        [{"file": k, "bpb": bits_per_byte(model, tokenizer, v)} for k, v in files.items() if v.strip()]
    )
    return frame.sort_values("bpb").reset_index(drop=True)
