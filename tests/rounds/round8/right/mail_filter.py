"""Left-padded batch prompts on a rotary-position model, read at the last position."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class MailFilter:
    def __init__(self, name="Qwen/Qwen2.5-0.5B"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.bfloat16).eval()
        (self.yes,) = self.tok.encode(" yes", add_special_tokens=False)
        (self.no,) = self.tok.encode(" no", add_special_tokens=False)

    @torch.no_grad()
    def __call__(self, mails):
        enc = self.tok([f"Mail:\n{x}\n\nSpam, yes or no? Answer:" for x in mails], padding=True, return_tensors="pt")
        z = self.lm(**enc).logits[:, -1].float()
        lp = z.log_softmax(-1)
        p_yes, p_no = lp[:, self.yes].exp(), lp[:, self.no].exp()
        log_odds = z[:, self.yes] - z[:, self.no]
        return p_yes.tolist(), p_no.tolist(), (log_odds > 0).tolist()
