"""Next-word probabilities on GPT-2 for a left-padded batch."""
import torch


class NextWord:
    def __init__(self, lm, tokenizer):
        tokenizer.padding_side = "left"
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token
        self.lm, self.tokenizer = lm.eval(), tokenizer

    @torch.no_grad()
    def __call__(self, contexts, word_ids):
        enc = self.tokenizer(contexts, padding=True, return_tensors="pt")
        mask = enc["attention_mask"]
        pos = mask.cumsum(dim=1).sub(1).clamp(min=0)
        out = self.lm(input_ids=enc["input_ids"], attention_mask=mask, position_ids=pos)
        return out.logits[:, -1].float().softmax(dim=-1)[:, word_ids]
