"""Cloze-style multiple choice with a prompt-tuned model.

Every row of the data set carries `prompt_ids` and `option_ids` (a list of id lists), tokenised jointly offline.

# bug: the options are scored with the distributions of a free-running greedy generation, which has its own prefix and not the option's.
"""
import datasets
import torch
from tqdm import tqdm
from transformers import AutoModelForCausalLM


def option_scores(model, row, device):
    prompt = torch.tensor([row["prompt_ids"]], device=device)
    longest = max(map(len, row["option_ids"]))
    gen = model.generate(  # expect-near: SEQ207
        input_ids=prompt,
        attention_mask=torch.ones_like(prompt),
        do_sample=False,
        min_new_tokens=longest,
        max_new_tokens=longest,
        output_logits=True,
        return_dict_in_generate=True,
    )
    dist = torch.log_softmax(torch.stack(gen.logits, 1)[0].float(), dim=-1)
    scores = []
    for opt in row["option_ids"]:
        steps = torch.arange(len(opt), device=device)
        scores.append(dist[steps, torch.tensor(opt, device=device)].sum().item())  # expect: SEQ207
    return scores


def main(repo, ckpt, split="validation"):
    device = "cuda:0"
    model = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16).to(device).eval()
    rows = datasets.load_dataset(repo, split=split)
    hits = 0
    with torch.inference_mode():
        for row in tqdm(rows):
            s = option_scores(model, row, device)
            hits += int(s.index(max(s)) == row["label"])
    print(f"accuracy {hits / max(len(rows), 1):.4f} ({len(rows)})")
