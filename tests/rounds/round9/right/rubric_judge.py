"""Batched yes/no judge reading the last real position of each row."""
import torch

RUBRIC = "Instruction: {instruction}\nResponse: {response}\nFollowed? Answer yes or no.\nAnswer:"


class RubricJudge:
    """``p_yes`` is relative to the two answers: p(yes) / (p(yes) + p(no))."""

    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer
        tokenizer.padding_side = "right"
        self.pair = []
        for word in (" no", " yes"):
            (token,) = tokenizer(word, add_special_tokens=False).input_ids
            self.pair.append(token)

    @torch.inference_mode()
    def p_yes(self, rows):
        prompts = [RUBRIC.format(**r) for r in rows]
        enc = self.tokenizer(prompts, return_tensors="pt", padding=True).to(self.model.device)
        end = enc.attention_mask.sum(1) - 1
        z = self.model(**enc).logits
        at_end = z[torch.arange(len(rows), device=z.device), end]
        return at_end[:, self.pair].float().softmax(dim=1)[:, 1].tolist()

    def rank(self, rows):
        p = self.p_yes(rows)
        return sorted(range(len(rows)), key=lambda i: p[i], reverse=True)
