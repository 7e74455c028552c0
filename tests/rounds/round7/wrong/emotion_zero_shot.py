"""Zero-shot emotion labelling by the next-token distribution.

# bug: the last column is read from a right-padded batch, and only the first piece of each (multi-token) label word is scored
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["joyfulness", "disappointment", "nervousness", "embarrassment", "gratefulness"]
PROMPT = "Tweet: {}\nThe feeling of the writer is"


class EmotionTagger:
    def __init__(self, name):
        self.t = AutoTokenizer.from_pretrained(name, padding_side="right")
        if self.t.pad_token is None:
            self.t.pad_token = self.t.eos_token
        self.m = AutoModelForCausalLM.from_pretrained(name).eval()
        enc = [self.t.encode(" " + w, add_special_tokens=False) for w in LABELS]
        self.ids = torch.tensor([e[0] for e in enc])  # expect: SEQ209

    @torch.no_grad()
    def tag(self, tweets):
        batch = self.t([PROMPT.format(x) for x in tweets], return_tensors="pt", padding=True)
        last = self.m(**batch).logits[:, -1]  # expect: SEQ208
        table = last.float().log_softmax(-1)[:, self.ids]  # expect-near: SEQ209
        best = table.argmax(1).tolist()
        return [LABELS[i] for i in best]


if __name__ == "__main__":
    tagger = EmotionTagger("gpt2")
    print(tagger.tag(["I passed the exam!!", "why does nobody ever answer my very long messages"]))
