"""Run a multiple-choice geography quiz through a chat-less base model.

# bug: the choice's tokens are looked up in the steps of a free greedy generation, which followed its own words instead of the choice
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

BASE = "EleutherAI/pythia-410m"


class QuizRunner:
    def __init__(self, base=BASE):
        self.tok = AutoTokenizer.from_pretrained(base)
        self.model = AutoModelForCausalLM.from_pretrained(base).eval()

    def rate(self, question, choice):
        enc = self.tok(f"Question: {question}\nAnswer:", return_tensors="pt")
        wanted = self.tok(" " + choice, add_special_tokens=False).input_ids
        run = self.model.generate(  # expect-near: SEQ207
            **enc,
            do_sample=False,
            min_new_tokens=len(wanted),
            max_new_tokens=len(wanted),
            pad_token_id=self.tok.eos_token_id,
            output_logits=True,
            return_dict_in_generate=True,
        )
        score = 0.0
        for step, t in zip(run.logits, wanted):
            score += torch.log_softmax(step[0].float(), dim=0)[t].item()  # expect: SEQ207
        return score

    def play(self, rounds):
        right = 0
        for r in rounds:
            rated = {c: self.rate(r["question"], c) for c in r["choices"]}
            right += max(rated, key=rated.get) == r["answer"]
        return right / max(len(rounds), 1)


if __name__ == "__main__":
    demo = [{"question": "Capital of Peru?", "choices": ["Lima", "La Paz", "Buenos Aires"], "answer": "Lima"}]
    print(QuizRunner().play(demo))
