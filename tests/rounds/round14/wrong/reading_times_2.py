"""Word-level predictors for the self-paced reading regressions (group of psycholinguistics).

# bug: the LogSoftmax module normalises over dim 1, the time axis of (batch, time, vocab) logits; the totals multiply -inf by a 0 mask, which is NaN
"""
import pandas as pd
import torch
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer


class SurprisalProbe:
    def __init__(self, name="EleutherAI/pythia-410m", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.norm = nn.LogSoftmax(dim=1)  # expect: SEQ104
        self.device = device

    @torch.no_grad()
    def tokens(self, sents):
        enc = self.tok(sents, return_tensors="pt", padding=True).to(self.device)
        z = self.lm(**enc).logits[:, :-1].float()
        nxt = enc.input_ids[:, 1:]
        picked = self.norm(z).gather(2, nxt.unsqueeze(2)).squeeze(2)  # expect-near: SEQ104
        keep = enc.attention_mask[:, 1:].bool()
        return picked.masked_fill(~keep, float("-inf")), keep

    def totals(self, sents):
        """Summed surprisal (nats) of each sentence, first token unscored."""
        lp, keep = self.tokens(sents)
        return -(lp * keep.float()).sum(dim=1)  # expect: SEQ606


def main(stimuli_csv, out_csv):
    df = pd.read_csv(stimuli_csv)
    probe = SurprisalProbe()
    rows = []
    for start in range(0, len(df), 16):
        rows.extend(probe.totals(df.sentence[start:start + 16].tolist()).tolist())
    df.assign(total_surprisal=rows).to_csv(out_csv, index=False)


if __name__ == "__main__":
    main("stimuli.csv", "predictors.csv")
