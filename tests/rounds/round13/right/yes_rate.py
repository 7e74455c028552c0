"""Compare wordings of a question by the probability of "Yes" as the first token of the reply."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

SYSTEM = {"role": "system", "content": "Answer Yes or No."}


class YesRate:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, device_map="auto").eval()
        self.yes = self.tok.convert_tokens_to_ids("Yes")

    @torch.inference_mode()
    def __call__(self, question):
        enc = self.tok.apply_chat_template(
            [SYSTEM, {"role": "user", "content": question}],
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
        ).to(self.lm.device)
        row = self.lm(**enc).logits[0, -1].float()
        return torch.log_softmax(row, dim=0)[self.yes].item()


def best_wording(rate, wordings):
    table = {key: rate(q) for key, q in wordings.items()}
    return max(table, key=table.__getitem__), table


if __name__ == "__main__":
    import json
    import sys

    with open(sys.argv[2], encoding="utf-8") as fh:
        winner, table = best_wording(YesRate(sys.argv[1]), json.load(fh))
    for key, lp in table.items():
        print("*" if key == winner else " ", key, f"{lp:.3f}")
