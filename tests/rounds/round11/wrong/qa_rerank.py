"""Rerank sampled answers by log p(answer | question).

# bug: the sum also runs over the question's tokens
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("microsoft/phi-2")
model = AutoModelForCausalLM.from_pretrained("microsoft/phi-2", torch_dtype=torch.float32).eval()


@torch.no_grad()
def answer_logprob(question: str, answer: str) -> float:
    """log p(answer | question), the question being given."""
    ids = tokenizer(f"Q: {question}\nA: {answer}", return_tensors="pt").input_ids
    logits = model(ids).logits[0, :-1].float()
    nll = F.cross_entropy(logits, ids[0, 1:], reduction="sum")  # expect: SEQ301
    return -nll.item()  # expect-near: SEQ301


def rerank(question, answers):
    return sorted(answers, key=lambda a: answer_logprob(question, a), reverse=True)


if __name__ == "__main__":
    print(rerank("Who wrote Faust?", ["Goethe", "Friedrich Schiller", "I am not sure"]))
