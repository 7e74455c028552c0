"""Sentence surprisal for the eye-tracking corpus (nats, first token not scored)."""
from typing import List, Tuple

import torch
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, AutoTokenizer


class SentenceSurprisal(nn.Module):
    def __init__(self, repo: str = "EleutherAI/pythia-160m"):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(repo, padding_side="right")
        self.tokenizer.pad_token = self.tokenizer.eos_token
        self.backbone = AutoModelForCausalLM.from_pretrained(repo)
        self.to_logp = nn.LogSoftmax(dim=-1)
        self.eval()

    @torch.no_grad()
    def _pieces(self, batch: List[str]) -> Tuple[Tensor, Tensor]:
        enc = self.tokenizer(batch, padding=True, return_tensors="pt")
        raw = self.backbone(**enc).logits.float()
        logp = self.to_logp(raw[:, :-1])
        logp = torch.take_along_dim(logp, enc.input_ids[:, 1:, None], dim=-1)[..., 0]
        return logp, enc.attention_mask[:, 1:] == 1

    def forward(self, batch: List[str]) -> Tensor:
        logp, real = self._pieces(batch)
        return -torch.where(real, logp, torch.zeros_like(logp)).sum(dim=-1)


if __name__ == "__main__":
    probe = SentenceSurprisal()
    for s, v in zip(["The horse raced past the barn fell.", "It rained."],
                    probe(["The horse raced past the barn fell.", "It rained."])):
        print(f"{v.item():8.3f}  {s}")
