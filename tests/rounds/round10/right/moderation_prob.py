"""P(Yes) for a moderation question."""
import torch

QUESTION = "Post: {}\nDoes this post break the rules? Answer Yes or No.\nAnswer:"


class Moderator:
    def __init__(self, tok, lm):
        self.tok, self.lm = tok, lm.eval()
        self.target = tok.convert_tokens_to_ids("▁Yes")

    @torch.inference_mode()
    def p_yes(self, post):
        enc = self.tok(QUESTION.format(post), return_tensors="pt").to(self.lm.device)
        z = self.lm(**enc).logits[0, -1].float()
        w = (z - z.max()).exp()
        return (w[self.target] / w.sum()).item()

    def filter(self, posts, cut=0.5):
        return [p for p in posts if self.p_yes(p) < cut]
