"""Accuracy on a multiple-choice benchmark: the option with the most likely continuation wins."""

import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def option_logprob(model, tokenizer, question, option):
    """Log-probability of an option, given the question."""
    ids = tokenizer(question + option, return_tensors="pt").input_ids
    start = tokenizer(question, return_tensors="pt").input_ids.shape[1]
    logits = model(ids).logits
    logp = torch.log_softmax(logits, dim=-1)
    token_logp = logp.gather(-1, ids.unsqueeze(-1)).squeeze(-1)
    return token_logp[0, start:].sum().item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="gpt2")
    parser.add_argument("--data", default="questions.jsonl")
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model).eval()

    correct = total = 0
    for line in open(args.data):
        item = json.loads(line)
        scores = [option_logprob(model, tokenizer, item["question"], option) for option in item["options"]]
        correct += scores.index(max(scores)) == item["answer"]
        total += 1
    print(f"accuracy {correct / total:.3f}")


if __name__ == "__main__":
    main()
