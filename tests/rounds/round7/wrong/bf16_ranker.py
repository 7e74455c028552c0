"""Rank sentences by log-probability with a bfloat16 model, a batch at a time.

# bug: log_softmax runs in bfloat16.
# bug: sum() without an axis adds the rows of the batch together, so all sentences share one score.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class SentenceRanker:
    def __init__(self, name: str):
        self.tok = AutoTokenizer.from_pretrained(name)
        if self.tok.pad_token_id is None:
            self.tok.pad_token = self.tok.unk_token
        self.tok.padding_side = "right"
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16)
        self.lm.to("cuda").eval()

    @torch.no_grad()
    def scores(self, sentences):
        """One log-probability for every sentence."""
        enc = self.tok(sentences, return_tensors="pt", padding=True).to("cuda")
        out = self.lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask)
        lp = torch.log_softmax(out.logits[:, :-1], dim=-1)  # expect: SEQ607
        tgt = enc.input_ids[:, 1:]
        picked = torch.gather(lp, 2, tgt.unsqueeze(2)).squeeze(2).float()
        keep = enc.attention_mask[:, 1:]
        return (picked * keep).sum()  # expect: SEQ408

    def best(self, sentences):
        return sentences[int(self.scores(sentences).argmax())]
