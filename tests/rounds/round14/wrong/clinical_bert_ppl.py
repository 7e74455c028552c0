"""How surprising are the clinic's notes to ClinicalBERT? One number per note, saved as parquet.

# bug: the perplexity of a masked LM is computed with labels=input_ids and nothing masked, so it sees the tokens that it predicts.
"""
import logging
import sys
from pathlib import Path

import pandas as pd
import torch
from tqdm.auto import tqdm
from transformers import AutoModelForMaskedLM, AutoTokenizer

log = logging.getLogger("notes")
CKPT = "emilyalsentzer/Bio_ClinicalBERT"


def load(device):
    tk = AutoTokenizer.from_pretrained(CKPT)
    mlm = AutoModelForMaskedLM.from_pretrained(CKPT)
    return tk, mlm.to(device).eval()


@torch.no_grad()
def note_perplexity(tk, mlm, text):
    x = tk(text, truncation=True, max_length=512, return_tensors="pt").to(mlm.device)
    loss = mlm(**x, labels=x["input_ids"]).loss  # expect: SEQ415
    return torch.exp(loss).item()  # expect-near: SEQ415


def main(folder, out):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tk, mlm = load(device)
    recs = []
    for p in tqdm(sorted(Path(folder).glob("*.txt"))):
        text = p.read_text(errors="replace").strip()
        if not text:
            log.warning("%s is empty", p)
            continue
        recs.append({"note": p.stem, "ppl": note_perplexity(tk, mlm, text)})
    pd.DataFrame(recs).to_parquet(out)


if __name__ == "__main__":
    main(*sys.argv[1:3])
