"""Stories sampled with nucleus filtering, then scored by a plain forward pass of the same model."""
import csv

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer


def generate_story(lm, tok, opening, **kw):
    enc = tok(opening, return_tensors="pt")
    seq = lm.generate(**enc, do_sample=True, pad_token_id=tok.eos_token_id, **kw)
    return seq, enc.input_ids.shape[1]


@torch.no_grad()
def story_logp(lm, seq, start):
    """log p(story | opening) of the unmodified model."""
    z = lm(seq).logits[:, start - 1 : -1]
    lp = z.log_softmax(-1).gather(-1, seq[:, start:, None])
    return lp.sum().item()


def main(n=50):
    torch.manual_seed(20)
    tok = GPT2Tokenizer.from_pretrained("gpt2")
    lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    with open("stories.csv", "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["opening", "story", "logp"])
        for opening in ("The lighthouse keeper had not slept", "Nobody in the village spoke about"):
            for _ in range(n):
                seq, start = generate_story(lm, tok, opening, temperature=0.8, top_p=0.92, max_new_tokens=120)
                text = tok.decode(seq[0, start:], skip_special_tokens=True)
                w.writerow([opening, text, story_logp(lm, seq, start)])


if __name__ == "__main__":
    main()
