"""Rank generated headlines by mean token log-prob; one headline per forward pass.

# bug: LogSoftmax is built without a dimension
# bug: roll brings the first token to the end, so it is scored as the target of the last position
"""
import pathlib

import torch
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer


class HeadlineRanker(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.tok = AutoTokenizer.from_pretrained(name)
        self.body = AutoModelForCausalLM.from_pretrained(name)
        self.norm = nn.LogSoftmax()  # expect: SEQ105
        self.eval()

    @torch.no_grad()
    def forward(self, headline: str) -> float:
        ids = self.tok(headline, return_tensors="pt").input_ids
        table = self.norm(self.body(ids).logits.squeeze(0).float())  # expect-near: SEQ105
        after = torch.roll(ids[0], shifts=-1)  # expect: SEQ206
        lp = table[torch.arange(after.numel()), after]  # expect-near: SEQ206
        return lp.mean().item()


def main(path="headlines.txt"):
    ranker = HeadlineRanker("distilgpt2")
    lines = [l for l in pathlib.Path(path).read_text().splitlines() if len(l.split()) > 2]
    for l in sorted(lines, key=ranker, reverse=True)[:10]:
        print(l)


if __name__ == "__main__":
    main()
