"""Zero-shot emotion labels: each (multi-token) label word is scored in full after the prompt."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ("joyfulness", "disappointment", "nervousness", "gratefulness")
PROMPT = "Tweet: {}\nThe feeling of the writer is"


def encode(tk, prompt, word):
    enc = tk(prompt + " " + word, return_offsets_mapping=True)
    inside = [end > len(prompt) for _, end in enc["offset_mapping"]]
    return torch.tensor(enc["input_ids"]), torch.tensor(inside)


@torch.no_grad()
def label_logprobs(tk, lm, tweet):
    prompt = PROMPT.format(tweet)
    out = []
    for word in LABELS:
        ids, inside = encode(tk, prompt, word)
        table = lm(ids[None]).logits[0, :-1].float().log_softmax(-1)
        lp = table.gather(1, ids[1:, None]).squeeze(1)
        out.append(lp[inside[1:]].sum().item())
    return out


def tag(tk, lm, tweet):
    values = label_logprobs(tk, lm, tweet)
    return LABELS[values.index(max(values))]


if __name__ == "__main__":
    tokenizer = AutoTokenizer.from_pretrained("gpt2", use_fast=True)
    model = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    print(tag(tokenizer, model, "I passed the exam!!"))
