"""Length-normalised log-likelihood of reference translations under NLLB.

Writes one score per segment; used as the sentence-level column of the WMT sheet.

# bug: per-token losses (0 at ignored positions) are averaged over the padded length instead of the real one
"""
import pandas as pd
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq

NAME = "facebook/nllb-200-distilled-600M"


def encode(tok, df):
    feats = []
    for src, ref in zip(df["src"], df["ref"]):
        feats.append(dict(tok(src, text_target=ref, truncation=True, max_length=256)))
    return feats


def segment_scores(model, loader, device):
    rows = []
    for batch in loader:
        batch = {k: v.to(device) for k, v in batch.items()}
        with torch.no_grad():
            logits = model(**batch).logits.float()
        ce = F.cross_entropy(logits.transpose(1, 2), batch["labels"], ignore_index=-100, reduction="none")
        rows.extend((-ce.mean(dim=1)).tolist())  # expect: SEQ303
    return rows


def main(path="wmt23.ende.tsv", device="cuda"):
    tok = AutoTokenizer.from_pretrained(NAME, src_lang="eng_Latn", tgt_lang="deu_Latn")
    model = AutoModelForSeq2SeqLM.from_pretrained(NAME).to(device).eval()
    df = pd.read_csv(path, sep="\t")
    loader = DataLoader(encode(tok, df), batch_size=32, collate_fn=DataCollatorForSeq2Seq(tok, model))
    df["nllb"] = segment_scores(model, loader, device)
    df.to_csv(path.replace(".tsv", ".scored.tsv"), sep="\t", index=False)


if __name__ == "__main__":
    main()
