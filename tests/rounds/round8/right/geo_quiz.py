"""Geography quiz: each choice is forced through the model after the question."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class GeoQuiz:
    def __init__(self, base="EleutherAI/pythia-410m"):
        self.tok = AutoTokenizer.from_pretrained(base)
        self.lm = AutoModelForCausalLM.from_pretrained(base).eval()

    @torch.no_grad()
    def rate(self, question, choice):
        """log p(choice | question), all of its tokens."""
        head = f"Question: {question}\nAnswer:"
        enc = self.tok(f"{head} {choice}", return_tensors="pt", return_offsets_mapping=True)
        ends = enc["offset_mapping"][0, 1:, 1]
        ids = enc["input_ids"]
        lp = self.lm(ids).logits[0, :-1].log_softmax(-1)
        lp = lp.gather(-1, ids[0, 1:, None]).squeeze(-1)
        return lp[ends > len(head)].sum().item()

    def answer(self, question, choices):
        return max(choices, key=lambda c: self.rate(question, c))
