"""P(' yes') after a prompt, right-padded batch: the last real position of each row is looked up."""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class NextWord:
    def __init__(self, name="EleutherAI/pythia-410m", word=" yes"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.pad_token, self.tok.padding_side = self.tok.eos_token, "right"
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()
        ids = self.tok.encode(word, add_special_tokens=False)
        assert len(ids) == 1, f"{word!r} is {len(ids)} tokens"
        self.col = ids[0]

    @torch.no_grad()
    def __call__(self, prompts: pd.Series, size=8) -> pd.Series:
        out = []
        for a in range(0, len(prompts), size):
            enc = self.tok(prompts.iloc[a : a + size].tolist(), padding=True, return_tensors="pt")
            end = enc.attention_mask.sum(1) - 1
            z = self.net(**enc).logits[torch.arange(len(end)), end]
            out += torch.softmax(z.float(), -1)[:, self.col].tolist()
        return pd.Series(out, index=prompts.index)
