"""Print generated tokens with their probabilities (greedy)."""
import torch
from rich.console import Console
from rich.table import Table
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.inference_mode()
def greedy_with_logprobs(lm, tk, prompt, n=60):
    enc = tk(prompt, return_tensors="pt").to(lm.device)
    g = lm.generate(
        **enc, max_new_tokens=n, do_sample=False, num_beams=1,
        output_logits=True, return_dict_in_generate=True,
    )
    new = g.sequences[0, enc.input_ids.shape[1]:]
    steps = torch.stack(g.logits, dim=1)[0].float()
    lps = torch.log_softmax(steps, dim=-1)[torch.arange(len(new)), new]
    return new.tolist(), lps.tolist()


def show(tk, ids, lps):
    table = Table("token", "p", "log p")
    for i, lp in zip(ids, lps):
        table.add_row(tk.decode([i]), f"{torch.tensor(lp).exp().item():.3f}", f"{lp:.3f}")
    Console().print(table)


if __name__ == "__main__":
    name = "Qwen/Qwen2.5-0.5B"
    tokenizer = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name)
    show(tokenizer, *greedy_with_logprobs(model, tokenizer, "The capital of Australia is"))
