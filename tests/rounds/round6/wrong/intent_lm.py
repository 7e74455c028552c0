"""Intent scores from an instruction model: log-probability of the digit that names each intent.

# bug: the batch is right-padded, so position -1 is padding for all but the longest prompt
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

INTENTS = ["refund", "delivery", "account", "other"]


class IntentModel:
    def __init__(self, name="microsoft/phi-2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.pad_token = self.tok.eos_token
        self.tok.padding_side = "right"
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        digits = [self.tok(f"{i}", add_special_tokens=False).input_ids for i in range(len(INTENTS))]
        if any(len(d) != 1 for d in digits):
            raise ValueError("a digit is not a single token")
        self.columns = torch.tensor([d.pop() for d in digits])

    def prompt(self, utterance):
        menu = "\n".join(f"{i}={n}" for i, n in enumerate(INTENTS))
        return f"{menu}\nUser: {utterance}\nIntent number:\n"

    @torch.inference_mode()
    def __call__(self, utterances):
        enc = self.tok([self.prompt(u) for u in utterances], padding=True, return_tensors="pt")
        final = self.lm(**enc).logits[:, -1].float()  # expect: SEQ208
        lp = torch.log_softmax(final, dim=-1)[:, self.columns]
        best = lp.argmax(dim=-1)
        return [(INTENTS[b], row[b].item()) for b, row in zip(best.tolist(), lp)]
