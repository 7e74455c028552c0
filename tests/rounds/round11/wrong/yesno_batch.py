"""Yes/No judge, batched.

# bug: the last column of a right-padded batch is read, which is a pad position for the shorter prompts
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Claim: {c}\nEvidence: {e}\nIs the claim supported? Answer Yes or No.\nAnswer:"


class Judge:
    def __init__(self, name="EleutherAI/pythia-1.4b"):
        self.tk = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tk.pad_token = self.tk.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        yes, no = self.tk([" Yes", " No"]).input_ids
        assert len(yes) == len(no) == 1
        self.yes, self.no = yes[0], no[0]

    @torch.no_grad()
    def margin(self, pairs):
        prompts = [TEMPLATE.format(c=c, e=e) for c, e in pairs]
        enc = self.tk(prompts, padding=True, return_tensors="pt")
        z = self.lm(**enc).logits
        final = z[:, -1]  # expect: SEQ208
        return final[:, self.yes] - final[:, self.no]

    def verdicts(self, pairs):
        return (self.margin(pairs) > 0).tolist()
